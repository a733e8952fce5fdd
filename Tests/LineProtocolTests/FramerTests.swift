import Fixtures
import LineProtocol
import Model
import Testing

/// A stream that comes in pieces gives the points of the stream in one, wherever the reads end.
///
/// After NIO's `ByteToMessageDecoderVerifier`: as a whole, a byte at a time, and in random drips.
@Suite struct FramerTests {
    @Test(
        arguments: Table(
            #"""
            about                                 | held            | cut
            nothing                               |                 | 0
            no LF yet                             | m v=1           | 0
            up to the LF                          | m v=1␊          | 6
            what is after it stays                | m v=1␊m v=2     | 6
            the last of several                   | a v=1␊b v=2␊c   | 12
            an open text holds its LFs            | a v=1␊m v="x␊y␊ | 6
            a closed one lets them go             | m v="x␊y"␊z     | 10
            an escaped quote does not close       | m v="x\"␊       | 0
            nor does one after an escape and more | m v="x\\\"␊     | 0
            a quote after two backslashes does    | m v="x\\"␊      | 10
            a quote in a tag is a letter          | m,a=" v=1␊      | 10
            as in a field's name                  | m "a=1␊         | 7
            and after an escaped equals sign      | m a\="=1␊       | 9
            and in a comment                      | # v="␊          | 6
            but not in the line after it          | # v="␊m v="␊    | 6
            an escaped space does not end the key | m\ v="x␊        | 8
            """#
        ).rows)
    func cuts(_ row: Table.Row) {
        var framer = LineFramer()
        let range = wire(row["held"]).withUnsafeBytes { framer.cut($0) }
        #expect(range.lowerBound == 0)
        #expect("\(range.upperBound)" == row["cut"])
    }

    @Test(arguments: 0..<8)
    func drips(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        for _ in 0..<250 {
            let bytes = Spoiled.batch(&random)
            let limit = Spoiled.limit(&random)
            let whole = parse(bytes, lineLimit: limit)
            for step in [1, 2, 7, 0] {
                let dripped = drip(bytes, limit) {
                    step == 0 ? Int.random(in: 1...40, using: &random) : step
                }
                let said = "limit \(limit) step \(step): \(bytes.text.debugDescription)"
                #expect(dripped.points == whole.points, "\(said)")
                #expect(dripped.refused == whole.refused, "\(said)")
            }
        }
    }

    /// Parses what the framer lets go as a batch of its own each time.
    private func drip(_ bytes: [UInt8], _ limit: Int, step: () -> Int) -> Outcome {
        var framer = LineFramer(lineLimit: limit)
        var outcome = Outcome()
        var held: [UInt8] = []
        var rest = bytes[...]
        func pass(_ piece: ArraySlice<UInt8>) {
            let parsed = parse(Array(piece), lineLimit: limit)
            outcome.points += parsed.points
            outcome.refused += parsed.refused
        }
        while !rest.isEmpty {
            let piece = rest.prefix(step())
            rest = rest.dropFirst(piece.count)
            held += piece
            let lines = held.withUnsafeBytes { framer.cut($0) }
            pass(held[lines])
            held.removeFirst(lines.upperBound)
            #expect(held.count <= limit, "no more than one line is held")
        }
        pass(held[...])
        return outcome
    }

    /// A line without end is passed on once, so far that it is refused, and its rest is dropped.
    @Test func endlessLine() {
        var framer = LineFramer(lineLimit: 10)
        #expect(framer.cut("0123456789") == 0..<0)
        #expect(framer.cut("0123456789A") == 0..<11)
        #expect(framer.cut(" v=1") == 4..<4)
        #expect(framer.cut(" v=1\nm v=1\nm v") == 5..<11)
        #expect(framer.cut("m v=2\n") == 0..<6)
    }
}

extension LineFramer {
    fileprivate mutating func cut(_ text: String) -> Range<Int> {
        Array(text.utf8).withUnsafeBytes { cut($0) }
    }
}
