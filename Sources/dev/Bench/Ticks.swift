import Core
import Model

// What judging costs: in proportion to what changed, and against a thousand rules elsewhere.

/// A pane end at which 1% of 100,000 groups changed, and one at which all of 10,000 did.
func ticks(_ scale: Scale) -> [(String, Double)] {
    let rule = BenchRules.rule(
        "k", "mean(wait_s)", by: "user", over: "1h", every: "1m", limit: "100_000",
        warning: "value > 10h")
    var engine = Engine(BenchRules.stream() + rule)
    let all = Recording(series: 100_000, lines: 100_000, timed: false)
    let few = Recording(series: 1_000, lines: 1_000, timed: false)
    var now = Recording.start
    func tick(after recording: Recording) -> Double {
        engine.take(recording.arriving(at: now))
        now = now + .minutes(1)
        return timed { _ = engine.apply(.tick(now)) }
    }
    _ = tick(after: all)
    let one = scale.best { tick(after: few) }
    return [("tick", one / 1e6), ("tick of ten", tickOfTen(scale))]
}

/// Nanoseconds a changed group: 10,000 groups, one alert each of ten, judged at one pane end.
private func tickOfTen(_ scale: Scale) -> Double {
    var engine = Engine(BenchRules.ten(by: "user"))
    let recording = Recording(series: 10_000, lines: 40_000, timed: false)
    var now = Recording.start
    return scale.best {
        engine.take(recording.arriving(at: now))
        now = now + .minutes(1)
        return timed { _ = engine.apply(.tick(now)) } / 10_000
    }
}

/// 1,000 alerts of ten groups each, as 1,000 rules of Prometheus over 10,000 series: seconds for a
/// cycle in which all have changed. Once with the latest value, once with a mean over 20 cycles.
func cycles(_ scale: Scale) -> [(String, Double)] {
    let simple = cycle(
        BenchRules.thousand("last(wait_s)", over: "15s", warning: "value > 10h"), scale)
    let means = cycle(
        BenchRules.thousand("mean(wait_s)", over: "5m", warning: "value > 10h"), scale)
    return [
        ("cycle", simple.judged), ("cycle of means", means.judged), ("cycle lines", means.taken),
    ]
}

private func cycle(_ rules: String, _ scale: Scale) -> (judged: Double, taken: Double) {
    var engine = Engine(rules)
    let recording = Recording(series: 10_000, lines: 10_000, timed: false)
    var now = Recording.start
    var taken = Double.infinity
    let judged = scale.best {
        let lines = recording.arriving(at: now)
        taken = min(taken, timed { engine.take(lines) })
        now = now + .seconds(15)
        return timed { _ = engine.apply(.tick(now)) }
    }
    return (judged / 1e9, taken / 1e9)
}
