import Fixtures
import LineProtocol
import Model
import Testing

@Suite struct SeriesKeyTests {
    @Test(
        arguments: Table(
            #"""
            raw               | canonical
            m                 | m
            m,a=1             | m,a=1
            m,b=2,a=1         | m,a=1,b=2
            m,B=2,a=1,é=3,Z=4 | m,B=2,Z=4,a=1,é=3
            a\ b\,c,x\=y=\ z  | a\ b\,c,x\=y=\ z
            a\=b,x=\\ y       | a\=b,x=\\ y
            a\b\\c,x=\y       | a\b\\c,x=\y
            """#
        ).rows)
    func canonicalIsAFixpoint(_ row: Table.Row) throws {
        let key = try decoded(wire(row["raw"]))
        #expect(key.canonical.text == row["canonical"])
        #expect(try decoded(key.canonical) == key)
        #expect(try decoded(key.canonical).canonical == key.canonical)
    }

    @Test(
        arguments: Table(
            """
            raw           | error
            m,a=1,a=1     | 7 duplicateTag
            m,b=1,a=2,b=3 | 11 duplicateTag
            ,a=1          | 1 noMeasurement
            m,            | 3 tagWithoutName
            m,=1          | 3 tagWithoutName
            m,a           | 4 tagWithoutValue
            m,a=          | 5 tagWithoutValue
            m,a=,b=1      | 5 tagWithoutValue
            """
        ).rows)
    func errors(_ row: Table.Row) {
        let error = #expect(throws: LineError.self) { try decoded(wire(row["raw"])) }
        #expect(error.map { "\($0.column) \($0.kind)" } == row["error"])
    }

    @Test func nothingIsNoKey() {
        #expect(throws: LineError(line: 1, column: 1, kind: .noMeasurement)) { try decoded([]) }
    }

    /// A duplicate passes the parser and is found when the key is decoded, and then said with its
    /// place in the batch.
    @Test(
        arguments: Table(
            #"""
            bytes                  | line | column
            m,a=1,a=2 v=1          | 1    | 7
            ␊#␊··m,b=1,a=2,b=3 v=1 | 3    | 13
            m,a\ b=1,a\ b=2 v=1    | 1    | 10
            """#
        ).rows)
    func duplicatesHaveAPlace(_ row: Table.Row) throws {
        var parser = LineParser(precision: .nanoseconds)
        var buffer = PointBuffer()
        wire(row["bytes"]).withUnsafeBytes { raw in
            _ = parser.parse(raw, limit: 9, into: &buffer)
            let error = #expect(throws: LineError.self) {
                try SeriesKey(of: buffer.points[0], in: raw)
            }
            #expect(error?.kind == .duplicateTag)
            #expect(error.map { "\($0.line)" } == row["line"])
            #expect(error.map { "\($0.column)" } == row["column"])
        }
    }

    /// However its tags are ordered, a series has one canonical spelling.
    @Test func spellingsMeet() throws {
        var random = SplitMix64(seed: 9)
        for _ in 0..<1_000 {
            var tags = ["a\\ b=1", "b=\\,", "c\\==x", "é=\"", "Z=z\\\\z"]
            let first = try decoded(wire("m," + tags.joined(separator: ",")))
            tags.shuffle(using: &random)
            let second = try decoded(wire("m," + tags.joined(separator: ",")))
            #expect(first == second && first.canonical == second.canonical)
        }
    }

    private func decoded(_ bytes: [UInt8]) throws -> SeriesKey {
        try bytes.withUnsafeBytes { try SeriesKey(decoding: $0) }
    }
}
