import Language
import Model
import Plans
import Testing

@testable import Rehearsal

/// The lines that feeds make, by the words of the rules.
@Suite struct FeedTests {
    private static let stream = """
        stream s {
          tag   t, u
          field id text id
          field x  number
          field d  duration(ms)
          field n  count
          field b  bool
          field p  percent(100)
          field m  score(1..5)
          field w  text
          late  1h
        }
        stream bare {
          tag t
        }
        kpi k {
          from  s
          value count()
          over  1h
        }
        """

    private func lines(_ feed: String, draws: [Double] = [], extra: String = "") throws
        -> [FeedWriter.Line]
    {
        let test = "test \"t\" {\n\(extra)\n  feed \(feed)\n  expect k >= 0\n}\n"
        let sources = [SourceText(path: "r.vigie", text: Self.stream + "\n" + test)]
        let found = compile(sources, with: testRegistry)
        let plan = try #require(found.plan, "\(render(found.diagnostics, sources: sources))")
        return FeedWriter(test: found.tests[0], plan: plan, start: Self.start, draws: draws).lines()
    }

    private static let start = Timestamp.zero + .days(20_000)

    /// As written, without the id that each event has; then the seconds at which it happens and
    /// arrives.
    private func text(_ feed: String, draws: [Double] = [], extra: String = "") throws -> [String] {
        try lines(feed, draws: draws, extra: extra).map { line in
            let text = String(decoding: line.bytes, as: UTF8.self)
                .replacing(#/,?id="[^"]*"/#, with: "")
            let parts = text.dropLast().split(separator: " ").map(String.init)
            let time = try #require(Int64(parts.last ?? ""))
            let happened = Timestamp(nanoseconds: time) - Self.start
            let arrived = line.arrival - Self.start
            return (parts.dropLast() + ["\(Int(happened.seconds))", "\(Int(arrived.seconds))"])
                .joined(separator: " ")
        }
    }

    @Test(arguments: [
        ("s x=1", ["s x=1.0 0 0"]),
        ("s t=a u=\"b c\" x=1", ["s,t=a,u=b\\ c x=1.0 0 0"]),
        (
            "s d=40s n=3 b=true p=15% m=4 w=hello",
            [#"s d=40000.0,n=3i,b=true,p=15.0,m=4.0,w="hello" 0 0"#]
        ),
        ("s x=1 3 times", ["s x=1.0 0 0", "s x=1.0 0 0", "s x=1.0 0 0"]),
        ("s x=1 every 10s for 25s", ["s x=1.0 0 0", "s x=1.0 10 10", "s x=1.0 20 20"]),
        ("s x=1 every 10s for 20s after 5s", ["s x=1.0 5 5", "s x=1.0 15 15"]),
        ("s x=1 late 30s", ["s x=1.0 0 30"]),
        ("s x=1 doubled", ["s x=1.0 0 0", "s x=1.0 0 0"]),
        ("s x=0 to 4 every 1s for 3s", ["s x=0.0 0 0", "s x=2.0 1 1", "s x=4.0 2 2"]),
        (
            "s x=1 then 2 every 1s for 4s",
            ["s x=1.0 0 0", "s x=1.0 1 1", "s x=2.0 2 2", "s x=2.0 3 3"]
        ),
        ("s t=a then b x=1 every 1s for 2s", ["s,t=a x=1.0 0 0", "s,t=b x=1.0 1 1"]),
        ("s n=5 rising by 10 every 1s for 3s", ["s n=5i 0 0", "s n=15i 1 1", "s n=25i 2 2"]),
        ("s w=\"c-{n}-{n}\" every 1s for 2s", [#"s w="c-1-1" 0 0"#, #"s w="c-2-2" 1 1"#]),
        ("bare t=a", ["bare,t=a n=1i 0 0"]),
    ])
    func form(_ feed: String, _ expected: [String]) throws {
        let found = try text(feed)
        #expect(found == expected)
    }

    /// Each event has an id of its own, and one that is doubled has it twice.
    @Test func idsAreFilledIn() throws {
        let lines = try lines("s x=1 2 times every 1s for 2s").map(\.bytes)
        #expect(Set(lines).count == 4)
        let doubled = try self.lines("s x=1 2 times doubled").map(\.bytes)
        #expect(doubled.count == 4 && Set(doubled).count == 2)
    }

    @Test func noiseIsTheSameEachTimeAndWithinBounds() throws {
        let feed = "s m=4 varying by 3 n=1 varying by 5 every 1s for 10m"
        let first = try lines(feed).map(\.bytes)
        #expect(try lines(feed).map(\.bytes) == first)
        #expect(Set(first).count > 500)
        for line in try text(feed) {
            let mark = try #require(line.firstMatch(of: #/m=([0-9.]+)/#).flatMap { Double($0.1) })
            #expect((1...5).contains(mark), "\(line)")
            #expect(line.contains(#/n=\d+i/#), "\(line)")
        }
    }

    @Test func noiseHasTheDeviationThatItSays() throws {
        let values = try text("s x=100 varying by 5 every 1s for 2h").compactMap { line in
            line.firstMatch(of: #/x=([-0-9.]+)/#).flatMap { Double($0.1) }
        }
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        #expect(abs(mean - 100) < 0.3)
        #expect(abs(variance.squareRoot() - 5) < 0.3)
    }

    @Test func drawnValuesAreFilledIn() throws {
        let found = try text(
            "s d=wait to 10s x=other every 1s for 2s", draws: [4, 7],
            extra: "  for any wait in 0s..5s and other in 0..9")
        #expect(
            found == [
                "s d=4000.0,x=7.0 0 0", "s d=10000.0,x=7.0 1 1",
            ])
    }
}
