import CBytes
import Model
import Testing

@Suite struct CBytesTests {
    /// - Source: RFC 3720, appendix B.4, and the check value of CRC-32C in the catalogue of G.
    ///   Cook.
    @Test func crc32cVectors() {
        let vectors: [(bytes: [UInt8], crc: UInt32)] = [
            (Array("123456789".utf8), 0xE306_9283),
            ([], 0),
            (Array(repeating: 0, count: 32), 0x8A91_36AA),
            (Array(repeating: 0xFF, count: 32), 0x62A8_AB43),
            (Array(0..<32), 0x46DD_794E),
            (Array((0..<32).reversed()), 0x113F_DB5C),
        ]
        for (bytes, crc) in vectors {
            #expect(vigie_crc32c(0, bytes, bytes.count) == crc)
            #expect(vigie_crc32c_table(0, bytes, bytes.count) == crc)
        }
    }

    /// Instruction and tables agree at every length and alignment, and pieces give what the whole
    /// gives.
    @Test func crc32cPieces() {
        var random = SplitMix64(seed: 32)
        let bytes = (0..<100).map { _ in UInt8.random(in: 0...255, using: &random) }
        for start in 0..<9 {
            for end in start...bytes.count {
                let piece = Array(bytes[start..<end])
                let crc = vigie_crc32c(7, piece, piece.count)
                #expect(vigie_crc32c_table(7, piece, piece.count) == crc)
                let half = piece.count / 2
                let rest = Array(piece[half...])
                #expect(vigie_crc32c(vigie_crc32c(7, piece, half), rest, rest.count) == crc)
            }
        }
    }

    /// The marks are what their comment says, in each lane, by instruction and by words.
    @Test func marks() {
        for byte in UInt8.min...UInt8.max {
            let isMark = byte <= 0x20 || byte >= 0x7F || [0x2C, 0x3D, 0x5C].contains(byte)
            for lane in 0..<64 {
                var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 64)
                bytes[lane] = byte
                let expected: UInt64 = isMark ? 1 << UInt64(lane) : 0
                #expect(vigie_marks64(bytes, 64) == expected)
                #expect(vigie_marks64_portable(bytes) == expected)
            }
        }
        var random = SplitMix64(seed: 64)
        for _ in 0..<2_000 {
            let bytes = (0..<64).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(vigie_marks64(bytes, 64) == vigie_marks64_portable(bytes))
            for n in [0, 1, 31, 63] {
                let beyond = ~UInt64(0) << UInt64(n)
                #expect(vigie_marks64(bytes, n) == vigie_marks64_portable(bytes) | beyond)
            }
        }
    }

    @Test func searches() {
        var random = SplitMix64(seed: 16)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...50, using: &random)).map { _ in
                [1, 2, 0x81, 0x82, 3, 3, 3, 3, 3].randomElement(using: &random)! as UInt8
            }
            let count = bytes.count
            #expect(
                vigie_find2(bytes, count, 1, 2) == bytes.firstIndex { $0 == 1 || $0 == 2 } ?? count)
            #expect(vigie_find2(bytes, count, 0x82, 0x82) == bytes.firstIndex(of: 0x82) ?? count)
            #expect(vigie_count(bytes, count, 2) == bytes.count { $0 == 2 })
            #expect((vigie_is_ascii(bytes, count) != 0) == bytes.allSatisfy { $0 < 0x80 })
        }
    }

    @Test func longNumbers() {
        let text = "0." + String(repeating: "1", count: 500) + "e3"
        #expect(vigie_strtod(Array(text.utf8), text.utf8.count) == Double(text))
    }
}
