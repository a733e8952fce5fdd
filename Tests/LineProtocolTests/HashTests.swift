import LineProtocol
import Model
import Testing

@Suite struct HashTests {
    private func hash(_ bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBytes { hashBytes($0) } }

    /// The same in every process and on every machine: state on disk may name series by it.
    @Test func isTheSameForever() {
        #expect(hash([]) == 0x1FF5_C292_3A78_8D2C)
        #expect(hash(Array("a".utf8)) == 0x576D_EE29_9CD9_0392)
        #expect(hash(Array("cpu,host=a".utf8)) == 0x621C_E5D9_1837_4A12)
        let long = "calls,channel=chat,host=web-12,region=eu-west-1"
        #expect(hash(Array(long.utf8)) == 0x6559_AAD4_A947_85A0)
    }

    /// Every byte counts, at every length, wherever the bytes lie.
    @Test func seesEveryByte() {
        var random = SplitMix64(seed: 8)
        for length in 1...80 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            let whole = hash(bytes)
            for index in bytes.indices {
                var other = bytes
                other[index] ^= 1
                #expect(hash(other) != whole)
            }
            #expect(hash(bytes + [0]) != whole)
            let moved = [0] + bytes
            #expect(moved.withUnsafeBytes { hashBytes(.init(rebasing: $0[1...])) } == whole)
        }
    }

    /// Keys that differ in a digit or two spread over the slots of a table.
    @Test func spreadsSimilarKeys() {
        var slots = [Int](repeating: 0, count: 1 << 12)
        for number in 0..<1 << 14 {
            slots[Int(hash(Array("m,host=web-\(number) ".utf8)) & 0xFFF)] += 1
        }
        // Four a slot on average; at random, 21 or more in one of 4,096 is less likely than 1 in
        // 1,000,000.
        #expect(slots.max()! < 21)
    }
}
