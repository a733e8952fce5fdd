import Core
import Model

// What a window costs must not depend on how long it is.

/// 100 groups with ten KPIs, each with 5 lines in each pane: what a pane of a group costs, its
/// lines and its judgement, where a window has 5 panes and where it has 4,000.
///
/// As many panes are measured as the longest window has, for what is done once a window counts.
func windowLengths(_: Scale) -> [(String, Double)] {
    let panes = 4_000
    let short = paneCost(over: "5m", every: "1m", step: .minutes(1), panes)
    let long = paneCost(over: "90d", every: "32m24s", step: .seconds(1_944), panes)
    return [("windows 5", short), ("windows 4000", long), ("windows", long / short)]
}

private func paneCost(over: String, every: String, step: Interval, _ panes: Int) -> Double {
    let groups = 100
    let recording = Recording(series: groups, lines: groups * 5, timed: false)
    var engine = Engine(BenchRules.ten(by: "user", over: over, every: every))
    var now = Recording.start
    func live() {
        for _ in 0..<panes {
            engine.take(recording.arriving(at: now))
            now = now + step
            _ = engine.apply(.tick(now))
        }
    }
    live()
    return timed(live) / Double(panes * groups)
}
