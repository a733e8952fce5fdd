/// What the figures of `dev bench` may be: a regression is seen by passing one.
///
/// Those of time are what was promised. Those of instructions are a tenth above what was last
/// counted, for they hardly vary: lower them when the code gets better.
enum Thresholds {
    static let all: [Threshold] = [
        .most("parse", 110, .nanoseconds, "one line of 110 bytes: names, tags, fields, time"),
        .least("parse rate", 1, .gigabytes, "the same"),
        .most("ingest", 1_000, .nanoseconds, "line to windows, ten KPIs, 12,000 series"),
        .most("ids", 1_000, .nanoseconds, "the same, and each line has an id that is new"),
        .most("ids again", 1_000, .nanoseconds, "the same, and each line was there before"),
        .most("c", 400, .nanoseconds, "parse, look-up and ten folds, written in C"),
        .most("beside c", 4, .times, "ours to C's"),
        .most("million", 2_500, .nanoseconds, "line to windows, 1,000,000 series known"),
        .most("million new", 5_000, .nanoseconds, "line to windows, each a new series"),
        .most("windows 5", 60_000, .nanoseconds, "a group's pane: 5 lines, ten KPIs, 5 panes"),
        .most("windows 4000", 60_000, .nanoseconds, "the same with 4,000 panes: 90 days"),
        .most("windows", 1.5, .times, "the longest window to the shortest"),
        .most("tick", 10, .milliseconds, "1,000 changed of 100,000 groups judged"),
        .most("tick of ten", 15_000, .nanoseconds, "one changed group, ten KPIs and alerts"),
        .most("cycle", 0.04, .seconds, "1,000 alerts over 10,000 series, all changed"),
        .most("cycle of means", 0.04, .seconds, "the same with means over 5m"),
        .most("cycle lines", 0.04, .seconds, "the 10,000 lines of a cycle of means"),
        .most("checkpoint", 50, .milliseconds, "the engine held up by one of 100,000 groups"),
        .most("checkpoint lines", 50, .milliseconds, "the first 5,000 lines after it"),
        .most("checkpoint written", 2, .seconds, "the same made and written, beside"),
        .most("checkpoint size", 300, .megabytes, "the same on disk, a mean over 1h"),
        .most("restore", 2, .seconds, "the same read back"),
        .most("rules", 5, .seconds, "50,000 rules read, checked and linked"),
        .most("rules wrong", 10, .seconds, "the same with a mistake in each"),
        .most("replay", 10, .seconds, "1 GB of journal"),
        .most(
            "auto", 3_000, .nanoseconds,
            "a judgement of one of 100 groups, with hours of the week"),
        .most("changepoint", 1_000, .nanoseconds, "a judgement of one of 100 groups"),
        .most(
            "counts", 3_000, .nanoseconds,
            "a judgement of one of 100 groups, with hours of the week"),
        .most("cusum", 1_000, .nanoseconds, "a judgement of one of 100 groups"),
        .most("ewma", 1_000, .nanoseconds, "a judgement of one of 100 groups"),
        .most(
            "holt_winters", 3_000, .nanoseconds,
            "a judgement of one of 100 groups, with hours of the week"),
        .most("peers", 1_000, .nanoseconds, "a judgement of one of 100 groups"),
        .most("robust", 1_000, .nanoseconds, "a judgement of one of 100 groups"),
        .most(
            "seasonal", 3_000, .nanoseconds,
            "a judgement of one of 100 groups, with hours of the week"),
        .most(
            "share", 3_000, .nanoseconds, "a judgement of one of 100 groups, with hours of the week"
        ),
        .most("tail", 1_000, .nanoseconds, "a judgement of one of 100 groups"),
        .most("parse by count", 1_850, .instructions, "one line parsed"),
        .most("ingest by count", 5_300, .instructions, "one line, ten KPIs"),
        .most("ids by count", 7_300, .instructions, "one line with an id"),
        .most("judge by count", 58_000, .instructions, "a line and its group judged by ten"),
    ]
}

/// A figure, what it may be, and what it is of.
struct Threshold {
    enum Unit: String {
        case nanoseconds = "ns"
        case milliseconds = "ms"
        case seconds = "s"
        case gigabytes = "GB/s"
        case megabytes = "MB"
        case times = "x"
        case instructions = "instr"
    }

    let name: String
    let bound: Double
    let isLeast: Bool
    let unit: Unit
    let what: String

    static func most(_ name: String, _ bound: Double, _ unit: Unit, _ what: String) -> Self {
        Self(name: name, bound: bound, isLeast: false, unit: unit, what: what)
    }

    static func least(_ name: String, _ bound: Double, _ unit: Unit, _ what: String) -> Self {
        Self(name: name, bound: bound, isLeast: true, unit: unit, what: what)
    }

    func isBreached(by figure: Double) -> Bool { isLeast ? figure < bound : figure > bound }
}
