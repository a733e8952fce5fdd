import Testing

@testable import Model

/// The keyed hash by which ids are hidden.
@Suite struct SipHashTests {
    /// The key of the reference vectors: the bytes 0 to 15.
    private let key = PrivacyKey(low: 0x0706_0504_0302_0100, high: 0x0f0e_0d0c_0b0a_0908)

    /// Of the messages 0, 1, 2 … of so many bytes, from the reference implementation.
    @Test(arguments: [
        (0, 0x726f_db47_dd0e_0e31 as UInt64), (1, 0x74f8_39c5_93dc_67fd),
        (7, 0xab02_00f5_8b01_d137), (8, 0x93f5_f579_9a93_2462), (15, 0xa129_ca61_49be_45e5),
    ])
    func agreesWithTheReference(_ length: Int, _ expected: UInt64) {
        #expect(SipHash.hash((0..<UInt8(length)).map { $0 }, key) == expected)
    }

    @Test func masksAreShortAndKeyed() {
        let other = PrivacyKey(secret: Array("another".utf8))
        #expect(key.mask("order 7").count == 11 && key.mask("order 7").hasPrefix("id:"))
        #expect(key.mask("order 7") == key.mask("order 7"))
        #expect(key.mask("order 7") != key.mask("order 8"))
        #expect(key.mask("order 7") != other.mask("order 7"))
        #expect(key.hex("").count == 16)
        #expect(other != PrivacyKey(secret: Array("one more".utf8)) && other.low != other.high)
    }
}
