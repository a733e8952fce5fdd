import Core
import Language
import Model

/// Rules to measure with, on the stream that `Recording` writes.
enum BenchRules {
    static func stream(ids: Bool = false) -> String {
        """
        stream contact {
          tag   channel, region, team, user
          field wait_s duration(s)
          field handle_s duration(s)
          field first_contact bool
          \(ids ? "field id text id" : "")
          late  1h
        }

        """
    }

    /// Ten KPIs with an alert each.
    static func ten(
        by tag: String = "channel", over: String = "5m", every: String = "1m", ids: Bool = false
    ) -> String {
        let values = [
            "count()", "mean(wait_s)", "max(wait_s)", "mean(handle_s)", "share(first_contact)",
            "share(wait_s > 3m)", "sum(handle_s)", "p90(wait_s)", "stddev(wait_s)",
            "count(wait_s > 5m) / count()",
        ]
        return stream(ids: ids)
            + values.enumerated().map {
                rule("k\($0)", $1, by: tag, over: over, every: every)
            }.joined()
    }

    /// 1,000 alerts, each over the ten series of one team.
    static func thousand(_ value: String, over: String, warning: String) -> String {
        stream()
            + (0..<1_000).map {
                rule(
                    "k\($0)", value, from: "where team == \"t\($0)\"", by: "user", over: over,
                    every: "15s", warning: warning)
            }.joined()
    }

    static func rule(
        _ name: String, _ value: String, from: String = "", by tag: String, over: String,
        every: String, limit: String = "20_000", warning: String = "samples > 100_000_000"
    ) -> String {
        """
        kpi \(name) { from contact \(from)
          value \(value)
          by \(tag)
          over \(over) every \(every)
          limit \(limit) groups }
        alert a_\(name) on \(name) { owner "x"
          warning when \(warning)
          notify "x" }

        """
    }
}

extension Engine {
    /// An engine that runs these rules.
    init(_ text: String) {
        self.init(linking: benchLinker(text))
        _ = apply(.rules(RuleSet(files: [])))
        _ = apply(.tick(Recording.start))
    }

    mutating func take(_ recording: Recording) {
        for batch in recording.batches { _ = apply(.lines(batch, ticket: nil)) }
    }
}

/// Compiles the text once; what rule files an event names does not matter here.
func benchLinker(_ text: String) -> Linker {
    let source = SourceText(path: "bench.vigie", text: text)
    let result = compile([source], with: builtins)
    guard let plan = result.plan else {
        preconditionFailure(render(result.diagnostics, sources: [source]))
    }
    return { Program(plan, from: $0, with: builtins) }
}
