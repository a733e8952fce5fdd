import Fixtures
import Model
import Testing

@testable import LineProtocol

/// What a line is: texts with LFs in them, forgotten quotes, lines beyond the limit.
@Suite struct LineTests {
    @Test(
        arguments: Table(
            #"""
            about           | bytes                   | points                 | errors
            LF in a text    | m v="a␊b"␊x             | m v="a␊b"              | 3:2 noFields
            error behind it | m v="a␊b",w=x␊m v=1     | m v=1.0                | 2:6 unknownValue
            forgotten quote | m v="a␊m v=1␊m v=2      | m v=1.0 / m v=2.0      | 1:5 unclosed
            escaped quote   | m v="a\"␊m v=1          | m v=1.0                | 1:5 unclosed
            closed by next  | m v="a␊m v="b"␊m v=2    | m v=2.0                | 2:6 textAfterValue
            bad field       | m v=x,w="a␊e v=1"␊m v=2 | m v=2.0                | 1:5 unknownValue
            bad key         | m, v="a␊e v=1␊"␊m v=2   | m v=2.0                | 1:3 tagWithoutName
            first error     | m v=x,w="a␊m v=2        | m v=2.0                | 1:5 unknownValue
            quote in a tag  | m,a=" v=1␊m v=2         | m{a="} v=1.0 / m v=2.0 |
            in a field      | m "a=1␊m v=2            | m "a=1.0 / m v=2.0     |
            after \=        | m a\="=1␊m v=2          | m a="=1.0 / m v=2.0    |
            in a comment    | # a v="x␊m v=2          | m v=2.0                |
            text at the end | m v="a␊"                | m v="a␊"               |
            """#
        ).rows)
    func lines(_ row: Table.Row) {
        let outcome = parse(wire(row["bytes"]))
        let points = outcome.points.joined(separator: " / ").replacing("\n", with: "␊")
        #expect(points == row["points"])
        #expect(brief(outcome.errors) == row["errors"])
    }

    @Test(
        arguments: Table(
            #"""
            with a limit of 10       | bytes                | points                 | errors
            ten bytes are well       | m vv=12345␊m v=1     | m vv=12345.0 / m v=1.0 |
            eleven are too many      | m vv=123456␊m v=1    | m v=1.0                | 1:1 tooLong
            at the end of the batch  | m v=1␊m vv=123456    | m v=1.0                | 2:1 tooLong
            a CR is counted          | m vv=12345␍␊m v=1    | m v=1.0                | 1:1 tooLong
            spaces                   | ···········␊m v=1    | m v=1.0                | 1:1 tooLong
            and comments             | #0123456789␊m v=1    | m v=1.0                | 1:1 tooLong
            its errors do not matter | m v=x,w=y,z=1␊m v=1  | m v=1.0                | 1:1 tooLong
            a text ends the line     | m v="1␊34"␊m v=1     | m v="1␊34" / m v=1.0   |
            a text that closes later | m v="1␊ # v="␊       |                        | 1:5 unclosed
            a text without an LF     | m v="12345678"␊m v=1 | m v=1.0                | 1:1 tooLong
            """#
        ).rows)
    func limits(_ row: Table.Row) {
        let outcome = parse(wire(row["bytes"]), lineLimit: 10)
        let points = outcome.points.joined(separator: " / ").replacing("\n", with: "␊")
        #expect(points == row["points"])
        #expect(brief(outcome.errors) == row["errors"])
    }

    private func brief(_ errors: [String]) -> String {
        errors.joined(separator: " / ").replacing("String", with: "")
            .replacing("(limit: 10)", with: "")
    }

    @Test func complaintsAreBoundedAndRefusalsCounted() {
        let outcome = parse(wire(String(repeating: "bad␊", count: 50) + "m v=1"))
        #expect(outcome.errors.count == Limits.complaintsPerBatch)
        #expect(outcome.refused == 50)
        #expect(outcome.points == ["m v=1.0"])
    }

    /// However few points at a time are asked for, the same come, with the same line numbers.
    @Test func pieces() {
        let bytes = wire("a v=1␊b v=\"x␊y\"␊bad␊#␊␊c v=3 5␊d␊e v=4")
        let whole = parse(bytes)
        #expect(whole.points.count == 4 && whole.errors == ["4:4 noFields", "8:2 noFields"])
        for step in 1...5 { #expect(parse(bytes, step: step) == whole) }
    }

    @Test func pointsKnowTheirLine() {
        var parser = LineParser(precision: .seconds)
        var buffer = PointBuffer()
        let lines = wire("a v=1␊b v=\"x␊y\"␊bad␊c v=3").withUnsafeBytes { raw in
            _ = parser.parse(raw, limit: 9, into: &buffer)
            return buffer.points.map(\.line)
        }
        #expect(lines == [1, 2, 5])
    }

    /// Neither slow nor hungry: a megabyte without an LF is one refusal and leaves no field behind.
    @Test(arguments: ["a", "a v=1,", "v=1,", "m v=\"", " ", "1", "\u{0}", "\\"])
    func endlessLines(_ part: String) {
        let bytes = wire("m " + String(repeating: part, count: 1_000_000 / part.utf8.count))
        var parser = LineParser(precision: .nanoseconds)
        var buffer = PointBuffer()
        bytes.withUnsafeBytes { #expect(parser.parse($0, limit: 9, into: &buffer) == $0.count) }
        #expect(parser.errors.map(\.kind) == [.tooLong(limit: Limits.lineBytes)])
        #expect(buffer.fieldCount == 0 && buffer.pointCount == 0)
        #expect(buffer.fieldCapacity <= Limits.lineBytes / 2, "as many fields as a line can hold")
    }
}
