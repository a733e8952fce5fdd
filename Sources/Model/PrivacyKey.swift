/// By which ids are hashed before they may leave: the same id gives the same hash for as long as
/// the key is the same, and nobody without it can tell whose it is.
public struct PrivacyKey: Hashable, Sendable {
    public var low: UInt64
    public var high: UInt64

    /// Of tests and backtests, which tell nobody: the same everywhere.
    public static let open = PrivacyKey(low: 0, high: 0)

    public init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// Of a secret of any length.
    public init(secret: [UInt8]) {
        low = SipHash.hash(secret, PrivacyKey(low: 0, high: 1))
        high = SipHash.hash(secret, PrivacyKey(low: 0, high: 2))
    }

    /// What people see in place of an id: `id:3f9a1c20`.
    public func mask(_ id: String) -> String { "id:" + hex(id).prefix(8) }

    /// All of the hash, for telling one id from another.
    public func hex(_ id: String) -> String {
        let text = String(SipHash.hash(Array(id.utf8), self), radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}

extension PrivacyKey: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(low)
        writer.write(high)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        low = try reader.integer(UInt64.self)
        high = try reader.integer(UInt64.self)
    }
}
