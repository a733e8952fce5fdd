import Core
import Model

/// Walks the records of one journal file.
///
/// What fails its checksum is never given. If the record after it is sound the walk goes on there;
/// else the file ends.
struct JournalReader {
    enum Refusal: Error, Equatable { case newer(UInt16), misnamed(String) }

    private let bytes: [UInt8]
    private var position = Journal.headSize
    /// Bytes of a head and of records that could not be read, and of a tail that is not a record.
    private(set) var lost = 0
    private(set) var reason = ""

    /// - Errors: a file of a newer version, or one that was written under another name.
    init(_ bytes: [UInt8], named name: String) throws(Refusal) {
        self.bytes = bytes
        guard bytes.count >= Journal.headSize else {
            (position, lost) = (bytes.count, bytes.count)
            reason = "its head is torn"
            return
        }
        let head = Head(bytes[Journal.magic.count..<Journal.headSize])
        guard bytes.starts(with: Journal.magic),
            checksum(0, bytes[..<(Journal.headSize - 4)]) == head.sum
        else {
            // The records have checksums and numbers of their own.
            lost = Journal.headSize
            reason = "its head fails its checksum"
            return
        }
        guard head.version <= Journal.version else { throw .newer(head.version) }
        let written = Journal.name(head.number)
        guard written == name else { throw .misnamed(written) }
    }

    /// The next sound event; nil at the end.
    mutating func next() -> (number: UInt64, event: Event)? {
        while position < bytes.count {
            guard let payload = payload(at: position) else {
                return giveUp("the last record is torn")
            }
            position = payload.endIndex
            if let record = read(payload) { return record }
            lost += payload.count + 8
            reason = "a record fails its checksum"
            guard position == bytes.count || self.payload(at: position).flatMap(read) != nil else {
                return giveUp("records fail their checksums")
            }
        }
        return nil
    }

    private mutating func giveUp(_ reason: String) -> (number: UInt64, event: Event)? {
        lost += bytes.count - position
        self.reason = reason
        position = bytes.count
        return nil
    }

    private func payload(at position: Int) -> ArraySlice<UInt8>? {
        guard bytes.count - position >= 8 else { return nil }
        let length = Int(word(at: position))
        guard length >= 9, length <= bytes.count - position - 8 else { return nil }
        return bytes[(position + 8)..<(position + 8 + length)]
    }

    private func read(_ payload: ArraySlice<UInt8>) -> (number: UInt64, event: Event)? {
        guard checksum(0, payload) == word(at: payload.startIndex - 4) else { return nil }
        return try? EventRecord.read(payload)
    }

    private func word(at position: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[position + $1]) << UInt32(8 * $1) }
    }
}
