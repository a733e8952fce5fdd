/// A hash that is the same in every process, for ids and fingerprints.
///
/// Not for the hot path (a byte at a time) and not for secrets: nobody is kept from making two
/// inputs of one hash.
///
/// - Source: FNV-1a, 64 bits (Fowler, Noll, Vo), two lanes with different starts, finished by
///   `mixed`.
public struct StableHash: Sendable {
    private var low: UInt64 = 0xCBF2_9CE4_8422_2325
    private var high: UInt64 = 0x6C62_272E_07BB_0142

    public init() {}

    public init(_ parts: String...) {
        for part in parts { combine(part) }
    }

    /// Length-prefixed, so that `("ab","c")` and `("a","bc")` differ.
    public mutating func combine(_ text: String) {
        combine(Int64(text.utf8.count))
        for byte in text.utf8 { combine(byte: byte) }
    }

    public mutating func combine(_ number: Int64) {
        for shift in stride(from: 0, to: 64, by: 8) {
            combine(byte: UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    /// Eight bytes a step, and their number.
    public mutating func combine(_ bytes: [UInt8]) {
        combine(Int64(bytes.count))
        for start in stride(from: 0, to: bytes.count, by: 8) {
            var word: UInt64 = 0
            for byte in bytes[start..<min(start + 8, bytes.count)] {
                word = word << 8 | UInt64(byte)
            }
            low = (low ^ word) &* 0x0000_0100_0000_01B3
            high = (high ^ word) &* 0x0000_0100_0000_01B3
            high ^= high >> 29
        }
    }

    private mutating func combine(byte: UInt8) {
        low = (low ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        high = (high ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        high ^= high >> 29
    }

    public var value: UInt64 { mixed(low ^ mixed(high)) }

    /// 24 hexadecimal digits.
    public var text: String {
        let first = String(mixed(low), radix: 16)
        let second = String(mixed(high), radix: 16)
        return String((padding(first) + padding(second)).prefix(24))
    }

    private func padding(_ digits: String) -> String {
        String(repeating: "0", count: 16 - digits.count) + digits
    }
}
