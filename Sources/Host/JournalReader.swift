import Core
import Model

/// Walks the records of one journal file.
///
/// What fails its checksum is never given. If the record after it is sound the walk goes on there; else the file ends.
struct JournalReader {
    enum Refusal: Error, Equatable { case newer(UInt16), notAJournal }

    private let bytes: [UInt8]
    private var position = Journal.headSize
    /// Bytes of records that could not be read, and of a tail that is not a record.
    private(set) var lost = 0
    private(set) var reason = ""

    init(_ bytes: [UInt8]) throws(Refusal) {
        self.bytes = bytes
        // A file whose making was cut short holds no event yet.
        guard bytes.count >= Journal.headSize else {
            position = bytes.count
            return
        }
        guard bytes.starts(with: Journal.magic) else { throw .notAJournal }
        let version = UInt16(bytes[6]) | UInt16(bytes[7]) << 8
        guard version <= Journal.version else { throw .newer(version) }
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
