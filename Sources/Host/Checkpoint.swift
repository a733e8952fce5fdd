import Core
import Model

/// The state at one event, whole.
///
///     file | "VIGIEC" | version: 2 | number of the next event: 8 | CRC32C of the rest: 4 | state |
struct Checkpoint: ~Copyable {
    var engine: Engine
    /// The number of the next event.
    var next: UInt64

    static let magic = Array("VIGIEC".utf8)
    static let version: UInt16 = 1
    static let headSize = 20

    enum Refusal: Error, Equatable { case newer(UInt16), damaged(String) }

    static func name(_ next: UInt64) -> String { "checkpoint-\(twelveDigits(next)).vc" }

    static func number(of name: String) -> UInt64? {
        guard name.hasPrefix("checkpoint-"), name.hasSuffix(".vc") else { return nil }
        return UInt64(name.dropFirst(11).dropLast(3)).flatMap { Self.name($0) == name ? $0 : nil }
    }

    static func bytes(of engine: borrowing Engine, next: UInt64) -> [UInt8] {
        var state = ByteWriter()
        engine.save(to: &state)
        var file = ByteWriter()
        magic.withUnsafeBytes { file.append($0) }
        file.write(version)
        file.write(next)
        file.write(checksum(checksum(0, file.bytes), state.bytes))
        state.bytes.withUnsafeBytes { file.append($0) }
        return file.bytes
    }

    static func read(_ bytes: [UInt8], named name: String, linking link: @escaping Linker)
        throws(Refusal) -> Checkpoint
    {
        let next = try number(in: bytes)
        do throws(DamagedBytes) {
            guard Self.name(next) == name else {
                throw DamagedBytes("it was written as \(Self.name(next))")
            }
            var reader = ByteReader(bytes[headSize...])
            return Checkpoint(engine: try Engine(from: &reader, linking: link), next: next)
        } catch {
            throw .damaged(error.reason)
        }
    }

    /// Checks everything that can be told without knowing the rules.
    private static func number(in bytes: [UInt8]) throws(Refusal) -> UInt64 {
        guard bytes.count >= headSize, bytes.starts(with: magic) else {
            throw .damaged("it is not a checkpoint")
        }
        let head = Head(bytes[magic.count..<headSize])
        guard checksum(checksum(0, bytes[..<(headSize - 4)]), bytes[headSize...]) == head.sum
        else { throw .damaged("it fails its checksum") }
        // Only now is it the version that was written.
        guard head.version <= version else { throw .newer(head.version) }
        return head.number
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
