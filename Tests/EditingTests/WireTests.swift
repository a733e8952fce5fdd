import Model
import Testing

@testable import Editing

/// Frames, JSON and positions, which come from outside.
@Suite struct WireTests {
    private func messages(_ text: String, inPiecesOf size: Int) -> [String] {
        var framing = Framing()
        var found: [String] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            framing.append(bytes[start..<min(start + size, bytes.count)])
            while let message = framing.next() {
                found.append(String(decoding: message, as: UTF8.self))
            }
        }
        return found
    }

    @Test(arguments: [1, 2, 7, 1_000])
    func framesComeInAnyPieces(_ size: Int) {
        let text =
            "Content-Length: 4\r\n\r\n\"é\"Content-Type: x\r\ncontent-length:2\r\n\r\n{}"
            + "Nonsense: 5\r\n\r\nContent-Length: -1\n\nContent-Length: 0\n\nContent-Length: 1\n\n5"
        #expect(messages(text, inPiecesOf: size) == ["\"é\"", "{}", "", "5"])
    }

    @Test func whatIsTooLongIsPassedOver() {
        var framing = Framing()
        framing.append("Content-Length: \(Limits.editorMessageBytes + 1)\r\n\r\n".utf8)
        #expect(framing.next() == nil)
        for _ in 0..<65 {
            framing.append([UInt8](repeating: 32, count: 1 << 20))
            while framing.next() != nil {}
        }
        framing.append("\nContent-Length: 1\r\n\r\n5".utf8)
        #expect(framing.next() != nil)
    }

    @Test(arguments: [
        "null", "true", "[]", "{}", "-1.5", "[1,2,{\"a\":\"b\"}]", "\"\\u00e9\\n\\\"\"",
        "{\"a\":[],\"b\":{\"c\":null}}",
    ])
    func valuesAreRead(_ text: String) throws {
        let value = try JSON(reading: Array(text.utf8))
        #expect(try JSON(reading: Array(value.line.utf8)).line == value.line)
    }

    @Test(arguments: [
        "", "nul", "[1,]", "{\"a\"}", "\"a", "\"\\q\"", "01x", "[1] 2", "\"\u{1}\"", "1e999",
        "{1:2}", "\"\\u12\"",
    ])
    func nonsenseIsNoValue(_ text: String) {
        #expect(throws: NotJSON.self) { try JSON(reading: Array(text.utf8)) }
    }

    @Test func depthIsLimited() {
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(throws: NotJSON.self) { try JSON(reading: deep) }
    }

    @Test func pairsOfHalvesAreOneSign() throws {
        let text = try JSON(reading: Array("\"\\ud83d\\ude00 \\ud83d x\"".utf8)).text
        #expect(text == "😀 \u{FFFD} x")
    }

    @Test func positionsGoThereAndBack() {
        let map = LineMap("aé😀b\r\nx\ry\n")
        for byte in [0, 1, 3, 7, 8, 10, 11, 12, 13, 14] {
            #expect(map.byte(map.position(byte)) == byte, "byte \(byte)")
        }
        #expect(map.byte(line: 0, character: 3) == 3, "in the middle of a pair")
        #expect(map.byte(line: 0, character: 99) == 8)
        #expect(map.byte(line: 99, character: 0) == 14)
    }

    @Test(arguments: ["/rules/a b.vigie", "/r/é😀%#?.vigie"])
    func pathsGoThereAndBack(_ path: String) {
        #expect(Address.path(of: Address.uri(of: path)) == path)
    }
}
