import Fixtures
import Model
import Testing

@testable import Rehearsal

/// What a file of a series may look like, and which line is named where it does not.
@Suite struct SeriesReaderTests {
    private func rows(_ text: String, inPieces size: Int = .max) throws -> [SeriesReader.Row] {
        var reader = SeriesReader()
        var rows: [SeriesReader.Row] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            let end = min(bytes.count, start + min(size, bytes.count))
            try reader.read(Array(bytes[start..<end])) { rows.append($0) }
        }
        try reader.finish { rows.append($0) }
        return rows
    }

    private static let file = """
        label,timestamp,value
        0,2014-04-10 07:15:00,91.958
        0,2014-04-10T09:20:00+02:00,
        "a ""b"", c",1397114700,-1.5e3
        1,1397115000.5,"0"

        """

    @Test func columnsAreFoundByName() throws {
        let rows = try rows(Self.file)
        let first = try #require(Timestamp("2014-04-10T07:15:00Z"))
        #expect(rows.map { ($0.time - first).seconds } == [0, 300, 600, 900.5])
        #expect(rows.map(\.value) == [91.958, nil, -1_500, 0])
        #expect(rows[2].timestamp == "1397114700" && rows[2].written == "-1.5e3")
    }

    @Test(arguments: [1, 2, 7, 30])
    func piecesMakeNoDifference(_ size: Int) throws {
        #expect(try rows(Self.file, inPieces: size) == rows(Self.file))
    }

    @Test func endsOfLinesOfOtherSystems() throws {
        let rows = try rows("\u{FEFF}timestamp,value\r\n0,1\r\n\r\n60,2")
        #expect(rows.map(\.value) == [1, 2])
    }

    @Test(
        arguments: Table(
            """
            file                                       | is refused with
            time,value;0,1                             | line 1: no column is called `timestamp`
            timestamp,v;0,1                            | line 1: no column is called `value`
            timestamp,value;0,1;60                     | line 3: 1 fields where the header has 2
            timestamp,value;0,1;60,1,2                 | line 3: 3 fields where the header has 2
            timestamp,value;yesterday,1                | line 2: `yesterday` is no timestamp
            timestamp,value;2014-02-30 00:00:00,1    | line 2: `2014-02-30 00:00:00` is no timestamp
            timestamp,value;99999999999999,1           | line 2: `99999999999999` is no timestamp
            timestamp,value;0,1;60,one                 | line 3: `one` is no number
            """
        ).rows)
    func whatIsWrongIsNamed(_ row: Table.Row) throws {
        let text = row["file"].replacing(";", with: "\n")
        let fault = #expect(throws: SeriesReader.Fault.self) { try rows(text) }
        #expect(try #require(fault).description.hasPrefix(row["is refused with"]))
    }

    @Test func anEmptyFileHasNoHeader() {
        #expect(throws: SeriesReader.Fault.self) { try rows("") }
        #expect(throws: SeriesReader.Fault.self) {
            try rows("timestamp,value\n0," + String(repeating: "1", count: Limits.lineBytes + 1))
        }
    }
}
