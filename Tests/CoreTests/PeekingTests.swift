import Language
import Model
import Plans
import Testing

@testable import Core

/// A hundred shops whose NPS is exactly 30, each judged after each of their answers of a day: the
/// whole way, from lines to transitions.
@Suite struct PeekingTests {
    private static let rules = """
        stream answer {
          tag   shop
          field score score(0..10)
        }

        kpi happy {
          from  answer
          value nps(score)
          by    shop
          per   day every 5m
          needs 20
        }

        alert at_all_looks on happy {
          owner   "care"
          warning when value < 30 points with confidence 95%
        }

        alert at_each_look on happy {
          owner   "care"
          warning when value < 30 points with confidence 95% at each look
        }
        """

    @Test func whoeverLooksOftenErrsNoMoreOftenThanStated() throws {
        let compiled = compile(
            [SourceText(path: "floor.vigie", text: Self.rules)], with: Floor.registry)
        var floor = Floor(try #require(compiled.plan, "\(compiled.diagnostics)"))
        var random = SplitMix64(seed: 5)
        for look in 0..<180 {
            let lines = (0..<100).map { shop in
                let x = Int.random(in: 0..<10, using: &random)
                let score = x < 5 ? 10 : x < 7 ? 3 : 8
                return "answer,shop=\(shop) score=\(score) @\(look * 300 + 1)"
            }
            floor.feed(lines.joined(separator: "\n"))
            floor.tick(look * 300 + 300)
        }
        func shops(_ alert: String) -> Int {
            Set(floor.transitions.filter { $0.alert == alert }.map { "\($0.group)" }).count
        }
        #expect(shops("at_each_look") >= 15)
        // Five are to be expected at most; more than nine come once in fifty times.
        #expect(shops("at_all_looks") <= 9)
    }
}
