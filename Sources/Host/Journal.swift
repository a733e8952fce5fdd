import CBytes
import Core
import Model

/// Every event in the order in which it was applied, in files that begin at each checkpoint.
///
///     file   | "VIGIEJ" | version: 2 | number of its first event: 8 | CRC32C: 4 | record … |
///     record | length: 4 | CRC32C of the payload: 4 | payload: its number, kind, contents |
///
/// The number inside the payload tells a record that stands where it should not. A file ends where
/// the next one begins: what it says of later events was given up when that one was begun.
struct Journal {
    static let magic = Array("VIGIEJ".utf8)
    static let version: UInt16 = 1
    static let headSize = 20

    /// The number of the next event.
    private(set) var next: UInt64
    private(set) var file: String
    private(set) var size = 0
    private var isBegun = false
    /// Whether the beginning of this file failed, and something of it may be there.
    private var isDoubtful = false

    init(next: UInt64) {
        self.next = next
        file = Self.name(next)
    }

    static func name(_ number: UInt64) -> String { "journal-\(twelveDigits(number)).vj" }

    static func number(of name: String) -> UInt64? {
        guard name.hasPrefix("journal-"), name.hasSuffix(".vj") else { return nil }
        return UInt64(name.dropFirst(8).dropLast(3)).flatMap { Self.name($0) == name ? $0 : nil }
    }

    /// Writes the event at the end, in one write, and brings it to stable storage if `synced`.
    ///
    /// - Errors: what the disk said; then the event does not count, and its number is given again
    ///  in another file.
    mutating func append(_ event: Event, to disk: inout some Disk, synced: Bool)
        throws(DiskError)
    {
        if isDoubtful { try begin(on: &disk) }
        let payload = EventRecord.head(of: event, number: next)
        let lines: [UInt8] = if case .lines(let batch, _) = event { batch.bytes } else { [] }
        // The head goes with the first record: a file of its own for it would have to be synced
        // just when a checkpoint keeps the disk busy.
        var frame = isBegun ? ByteWriter() : head
        frame.write(UInt32(payload.bytes.count + lines.count))
        frame.write(checksum(checksum(0, payload.bytes), lines))
        payload.bytes.withUnsafeBytes { frame.append($0) }
        do throws(DiskError) {
            try write(frame.bytes, lines, to: &disk)
            if synced { try disk.sync(file, wait: true) }
        } catch {
            // What of it is in the file is in doubt. Should this fail too, the next file's name
            // says where this one ends.
            try? disk.truncate(file, to: size)
            isDoubtful = !isBegun
            throw error
        }
        isBegun = true
        next += 1
        size += frame.bytes.count + lines.count
    }

    private func write(_ frame: [UInt8], _ lines: [UInt8], to disk: inout some Disk)
        throws(DiskError)
    {
        var failure: DiskError?
        frame.withUnsafeBytes { frame in
            lines.withUnsafeBytes { lines in
                do throws(DiskError) {
                    try disk.append(lines.isEmpty ? [frame] : [frame, lines], to: file)
                } catch { failure = error }
            }
        }
        if let failure { throw failure }
    }

    private var head: ByteWriter {
        var head = ByteWriter()
        Self.magic.withUnsafeBytes { head.append($0) }
        head.write(Self.version)
        head.write(next)
        head.write(checksum(0, head.bytes))
        return head
    }

    /// Over what a failed beginning left. Whole or not at all: a torn head would make strangers of
    /// all that follows.
    private mutating func begin(on disk: inout some Disk) throws(DiskError) {
        let head = head.bytes
        try disk.replace(file, with: head)
        (isBegun, isDoubtful) = (true, false)
        size = head.count
    }

    /// Goes on in a new file, which begins with the next event.
    mutating func turn() {
        let name = Self.name(next)
        isDoubtful = name == file && (isDoubtful || isBegun)
        file = name
        isBegun = false
        size = 0
    }
}

func checksum(_ seed: UInt32, _ bytes: [UInt8]) -> UInt32 { checksum(seed, bytes[...]) }

func checksum(_ seed: UInt32, _ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.withUnsafeBytes { vigie_crc32c(seed, $0.baseAddress, $0.count) }
}

func twelveDigits(_ number: UInt64) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
}
