import Core
import Model

/// The state at one event, whole.
///
///     file    | "VIGIEC" | version: 2 | number of the next event: 8 | CRC32C of the rest: 4 | the state |
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
        return UInt64(name.dropFirst(11).dropLast(3))
    }

    static func bytes(of engine: borrowing Engine, next: UInt64) -> [UInt8] {
        var state = ByteWriter()
        engine.save(to: &state)
        var file = ByteWriter()
        magic.withUnsafeBytes { file.append($0) }
        file.write(version)
        file.write(next)
        file.write(checksum(0, state.bytes))
        state.bytes.withUnsafeBytes { file.append($0) }
        return file.bytes
    }

    static func read(_ bytes: [UInt8], linking link: @escaping Linker) throws(Refusal)
        -> Checkpoint
    {
        guard bytes.count >= headSize, bytes.starts(with: magic) else {
            throw .damaged("it is not a checkpoint")
        }
        let version = UInt16(bytes[6]) | UInt16(bytes[7]) << 8
        guard version <= Self.version else { throw .newer(version) }
        do throws(DamagedBytes) {
            var head = ByteReader(bytes[(magic.count + 2)..<headSize])
            let next = try head.integer(UInt64.self)
            guard checksum(0, bytes[headSize...]) == (try head.integer(UInt32.self)) else {
                throw DamagedBytes("it fails its checksum")
            }
            var reader = ByteReader(bytes[headSize...])
            return Checkpoint(engine: try Engine(from: &reader, linking: link), next: next)
        } catch {
            throw .damaged(error.reason)
        }
    }
}
