/// A keyed hash that nobody without the key can foretell or undo by trying.
///
/// - Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012; SipHash-2-4, with its
///   reference vectors in the tests.
public struct SipHash: Sendable {
    private var v0, v1, v2, v3: UInt64

    private init(_ key: PrivacyKey) {
        v0 = key.low ^ 0x736f_6d65_7073_6575
        v1 = key.high ^ 0x646f_7261_6e64_6f6d
        v2 = key.low ^ 0x6c79_6765_6e65_7261
        v3 = key.high ^ 0x7465_6462_7974_6573
    }

    /// - Complexity: O(bytes).
    public static func hash(_ bytes: [UInt8], _ key: PrivacyKey) -> UInt64 {
        var hash = SipHash(key)
        var start = 0
        while start + 8 <= bytes.count {
            hash.take(word(bytes[start..<start + 8]))
            start += 8
        }
        hash.take(word(bytes[start...]) | UInt64(bytes.count & 0xFF) << 56)
        hash.v2 ^= 0xFF
        for _ in 0..<4 { hash.mix() }
        return hash.v0 ^ hash.v1 ^ hash.v2 ^ hash.v3
    }

    /// Up to eight bytes, the first one lowest.
    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func take(_ word: UInt64) {
        v3 ^= word
        mix()
        mix()
        v0 ^= word
    }

    private mutating func mix() {
        v0 &+= v1
        v1 = v1.rotated(13) ^ v0
        v0 = v0.rotated(32)
        v2 &+= v3
        v3 = v3.rotated(16) ^ v2
        v0 &+= v3
        v3 = v3.rotated(21) ^ v0
        v2 &+= v1
        v1 = v1.rotated(17) ^ v2
        v2 = v2.rotated(32)
    }
}

extension UInt64 {
    fileprivate func rotated(_ bits: UInt64) -> UInt64 { self << bits | self >> (64 - bits) }
}
