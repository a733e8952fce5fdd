import Model
import Testing

import struct Foundation.Data
import class Foundation.JSONSerialization

/// Bytes, hashes, JSON.
@Suite struct BytesTests {
    @Test func whatIsWrittenComesBack() throws {
        var random = SplitMix64(seed: 4)
        for _ in 0..<500 {
            let nouns = Nouns(&random)
            var writer = ByteWriter()
            writer.write(nouns)
            var reader = ByteReader(writer.bytes)
            #expect(try Nouns(from: &reader) == nouns)
            #expect(reader.remaining == 0)
        }
    }

    @Test func tornOrFlippedBytesThrowAndNeverTrap() {
        var random = SplitMix64(seed: 5)
        for _ in 0..<300 {
            var writer = ByteWriter()
            writer.write(Nouns(&random))
            for end in writer.bytes.indices {
                var reader = ByteReader(writer.bytes[..<end])
                #expect(throws: DamagedBytes.self) { try Nouns(from: &reader) }
            }
            for _ in 0..<50 {
                var bytes = writer.bytes
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(
                    in: 0...255, using: &random)
                var reader = ByteReader(bytes)
                _ = try? Nouns(from: &reader)
            }
        }
    }

    @Test func unitsThatNestWithoutEndThrow() {
        var reader = ByteReader(Array(repeating: 9 as UInt8, count: 1_000_000))
        #expect(throws: DamagedBytes.self) { try Unit(from: &reader) }
    }

    /// Ids that people and receivers hold: they must never change.
    @Test func hashesAreStable() {
        #expect(StableHash().text == "f52a15e9a9b5e89b292417dc")
        #expect(StableHash("slow", "chat").text == "75ce6842f4eba27dd937f0ff")
        #expect(StableHash("slow", "chat").value == 4_041_440_773_634_428_667)
        #expect(StableHash("ab", "c").text != StableHash("a", "bc").text)
        var number = StableHash("x")
        number.combine(-1)
        #expect(number.text == "f9454616aaea70e5c55a3d38")
    }

    @Test func theGeneratorIsSplitMix64() {
        // The first draws of the reference implementation from seed 1234567.
        var random = SplitMix64(seed: 1_234_567)
        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
    }

    @Test func jsonEscapesAndKeepsItsOrder() {
        let value = JSON.object([
            ("b", .text("a\"b\\c\n\r\t\u{1}\u{1f}\u{7f}é\u{2028}😀")),
            ("a", .array([.null, .bool(true)])),
            ("n", .number(0.1)), ("i", .integer(.min)), ("x", .number(.nan)), ("z", .number(1e300)),
        ])
        #expect(
            value.line
                == #"{"b":"a\"b\\c\n\r\t\u0001\u001f\u007fé"# + "\u{2028}😀"
                + #"","a":[null,true],"n":0.1,"i":-9223372036854775808,"x":null,"z":1e+300}"#)
    }

    /// Foundation reads what we write.
    @Test func jsonIsJSON() throws {
        var random = SplitMix64(seed: 6)
        for _ in 0..<300 {
            let scalars = (0..<20).compactMap { _ in
                Unicode.Scalar(UInt32.random(in: 0...0x2FFF, using: &random))
            }
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars)
            let line = JSON.array([.text(text), .number(Double(bitPattern: random.next()))]).line
            let read = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any]
            #expect(
                (read?[0] as? String)?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
        }
    }
}

/// One of everything.
private struct Nouns: Equatable, Savable {
    var text: String
    var labels: Labels
    var state: AlertState
    var unit: Unit
    var time: Timestamp?
    var numbers: [Double]

    init(_ random: inout SplitMix64) {
        text = String(repeating: "é", count: Int.random(in: 0...3, using: &random))
        labels = Labels(text.isEmpty ? [] : [.init("channel", text), .init("", "")])
        state = AlertState.all.randomElement(using: &random)!
        unit = [
            .count, .score(-1, 5), .ces(EffortScale(.effort, 1, 5)), .money("EUR"),
            .per(.per(.points, .hours(1)), .days(1)),
        ]
        .randomElement(using: &random)!
        time =
            Bool.random(using: &random)
            ? nil : Timestamp(nanoseconds: Int64(bitPattern: random.next()))
        numbers = (0..<Int.random(in: 0...4, using: &random)).map { _ in
            Double.random(in: -1...1, using: &random)
        }
    }

    func save(to writer: inout ByteWriter) {
        writer.write(text)
        writer.write(labels)
        writer.write(state)
        writer.write(unit)
        writer.write(time)
        writer.write(numbers)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        text = try reader.text()
        labels = try reader.value()
        state = try reader.value()
        unit = try reader.value()
        time = try reader.optional()
        numbers = try reader.values()
    }
}
