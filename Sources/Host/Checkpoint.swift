import Core
import Model

/// The state at one event, whole.
///
///     file | "VIGIEC" | version: 6 | number of the next event: 8 | CRC32C of these: 4 |
///          | state | CRC32C of the state: 4 |
///
/// In version 1 there was one checksum, in the head, over all the rest; in version 2 nothing spoke
/// of languages, in version 3 nothing was learnt, in version 4 nothing was
/// explained, and in version 5 nobody could order anything.
struct Checkpoint: ~Copyable {
    var engine: Engine
    /// The number of the next event.
    var next: UInt64

    static let magic = Array("VIGIEC".utf8)
    static let version: UInt16 = 6
    static let headSize = 20

    enum Refusal: Error, Equatable { case newer(UInt16), damaged(String) }

    static func name(_ next: UInt64) -> String { "checkpoint-\(twelveDigits(next)).vc" }

    static func number(of name: String) -> UInt64? {
        guard name.hasPrefix("checkpoint-"), name.hasSuffix(".vc") else { return nil }
        return UInt64(name.dropFirst(11).dropLast(3)).flatMap { Self.name($0) == name ? $0 : nil }
    }

    static func read(_ bytes: [UInt8], named name: String, linking link: @escaping Linker)
        throws(Refusal) -> Checkpoint
    {
        let head = try soundHead(of: bytes)
        do throws(DamagedBytes) {
            guard Self.name(head.number) == name else {
                throw DamagedBytes("it was written as \(Self.name(head.number))")
            }
            var reader = ByteReader(bytes[headSize...])
            let engine = try Engine(from: &reader, format: Int(head.version), linking: link)
            return Checkpoint(engine: engine, next: head.number)
        } catch {
            throw .damaged(error.reason)
        }
    }

    /// Checks everything that can be told without knowing the rules.
    private static func soundHead(of bytes: [UInt8]) throws(Refusal) -> Head {
        guard bytes.count >= headSize, bytes.starts(with: magic) else {
            throw .damaged("it is not a checkpoint")
        }
        let head = Head(bytes[magic.count..<headSize])
        let sumOfHead = checksum(0, bytes[..<(headSize - 4)])
        if head.version == 1 {
            guard checksum(sumOfHead, bytes[headSize...]) == head.sum else { throw .failsChecksum }
            return head
        }
        guard sumOfHead == head.sum else { throw .failsChecksum }
        // Only now is it the version that was written.
        guard head.version <= version else { throw .newer(head.version) }
        guard bytes.count >= headSize + 4, endsInItsChecksum(bytes[headSize...]) else {
            throw .failsChecksum
        }
        return head
    }

    private static func endsInItsChecksum(_ state: ArraySlice<UInt8>) -> Bool {
        var end = ByteReader(state.suffix(4))
        return checksum(0, state.dropLast(4)) == (try? end.integer(UInt32.self))
    }
}

extension Checkpoint.Refusal {
    fileprivate static let failsChecksum = Self.damaged("it fails its checksum")
}

/// A checkpoint on its way to the disk.
struct CheckpointFile: FileContents {
    let state: FrozenState
    /// The number of the next event.
    let next: UInt64

    /// In pieces of about a mebibyte: a state may be large.
    func write(to sink: (UnsafeRawBufferPointer) throws(DiskError) -> Void) throws(DiskError) {
        var writer = ByteWriter()
        Checkpoint.magic.withUnsafeBytes { writer.append($0) }
        writer.write(Checkpoint.version)
        writer.write(next)
        writer.write(checksum(0, writer.bytes))
        try writer.drain(to: sink)
        var sum: UInt32 = 0
        func pass(_ writer: inout ByteWriter) throws(DiskError) {
            sum = checksum(sum, writer.bytes)
            try writer.drain(to: sink)
        }
        try state.save(to: &writer) { (writer) throws(DiskError) in
            if writer.bytes.count >= 1 << 20 { try pass(&writer) }
        }
        try pass(&writer)
        writer.write(sum)
        try writer.drain(to: sink)
    }
}

extension ByteWriter {
    fileprivate mutating func drain(
        to sink: (UnsafeRawBufferPointer) throws(DiskError) -> Void
    ) throws(DiskError) {
        try bytes.write(to: sink)
        removeAll()
    }
}

/// What follows the magic word of a journal and of a checkpoint.
struct Head {
    static let size = 14
    let version: UInt16
    let number: UInt64
    let sum: UInt32

    init(_ bytes: ArraySlice<UInt8>) {
        func word(_ range: Range<Int>) -> UInt64 {
            range.reversed().reduce(0) { $0 << 8 | UInt64(bytes[bytes.startIndex + $1]) }
        }
        version = UInt16(word(0..<2))
        number = word(2..<10)
        sum = UInt32(word(10..<14))
    }
}
