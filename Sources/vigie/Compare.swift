import ArgumentParser
import Core
import Host
import Language
import Model
import Plans
import Reporting

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "A KPI before and after a moment, or two of its groups side by side.",
        discussion: """
            `--at TIME` compares the week before with the week after, for each group of the KPI. \
            `--groups variant=a variant=b` compares two groups, as of an A/B test, with intervals \
            that hold however often you ask, and checks that the samples were split as planned. \
            Groups may be told apart by any tag that all streams of the KPI have.
            """)

    @Argument(help: "The name of a KPI in these rules.") var name: String
    @OptionGroup var recording: Recorded
    @Option(help: "The moment (RFC 3339, UTC if it says no zone).") var at: Timestamp?
    @Option(help: "How long before it.") var before: Interval = .days(7)
    @Option(help: "How long after it.") var after: Interval = .days(7)
    @Option(
        name: .long, parsing: .upToNextOption,
        help: "Two groups, each by its tags: `variant=a variant=b`.")
    var groups: [String] = []
    @Option(help: "With --groups: what was from this time on; with --to.") var from: Timestamp?
    @Option(help: "With --groups: what was before this time; with --from.") var to: Timestamp?
    @Option(help: "With --groups: how the samples were to be split, as `50:50`.") var split: String?
    @Option(
        name: .long, parsing: .upToNextOption,
        help: "Tags that tell groups apart; without it, with --at, those of the KPI's `by`.")
    var by: [String] = []
    @Flag(help: "With --at: one group, everything together.") var together = false
    @Option(help: "`text` for people, `json` for programs.") var format = ReportFormat.text

    func run() throws {
        let checked = try recording.checked()
        let kpi = try checked.kpi(name)
        switch (at, groups.isEmpty) {
        case (let at?, true): try compareTimes(checked, kpi, at)
        case (nil, false): try compareGroups(checked, kpi)
        default: throw refuse("say either --at TIME or --groups ONE OTHER")
        }
    }

    // MARK: - Before and after

    private func compareTimes(_ checked: CheckedRules, _ kpi: KPIPlan, _ at: Timestamp) throws {
        guard
            let grid = ReportGrid(
                at, lengths: [before, after] + (kpi.settle > .zero ? [kpi.settle] : []))
        else {
            throw refuse("--before and --after are whole seconds, and not all of them odd")
        }
        let spans = [
            ReportSpan(grid.time - before, grid.time), ReportSpan(grid.time, grid.time + after),
        ]
        let tags = together ? [] : by.isEmpty ? nil : by
        let players = try spans.map { span in
            Player(
                try checked.retimed(
                    [kpi.name], .sliding(over: span.length, every: grid.step), by: tags),
                recording, asking: Confidence(error: BeforeAfter.error, looks: .each)
            ) { $0 < span.end + kpi.settle ? span.end + kpi.settle : nil }
        }
        try recording.play(players)
        for (player, span) in zip(players, spans) {
            guard player.latest > span.start else {
                throw refuse("the recording ends at \(player.latest), before \(span.start)")
            }
            if player.latest + .hours(1) < span.end + kpi.settle {
                complain(
                    "vigie: the recording ends at \(player.latest): not all of the span has come"
                        + (kpi.settle > .zero ? ", or has settled" : ""))
            }
            player.reach(span.end + kpi.settle)
        }
        let known = players.map { $0.book.groups(of: kpi.name) }
        let all = known[0] + known[1].filter { !known[0].contains($0) }
        let scales =
            before == after && !kpi.unit.isRate
            ? nil : players.map { $0.retiming.scale(of: kpi.name) }
        let report = BeforeAfter(
            of: kpi, before: spans[0], after: spans[1], groups: all,
            scales: scales.map { ($0[0] ?? 1, $0[1] ?? 1) } ?? (1, 1)
        ) { group, span in
            players[span == spans[0] ? 0 : 1].book
                .entry(of: kpi.name, group, at: span.end + kpi.settle)
        }
        print(format == .json ? report.json.line : report.text)
    }

    // MARK: - Two groups

    private func compareGroups(_ checked: CheckedRules, _ kpi: KPIPlan) throws {
        let (first, second) = try sides()
        let named = first.pairs.map(\.name)
        let tags = named + by.filter { !named.contains($0) }
        let window = try window()
        let player = Player(
            try checked.retimed([kpi.name], window.window, by: tags), recording,
            asking: Confidence(error: BeforeAfter.error, looks: .all)
        ) { time in window.end.flatMap { time < $0 ? $0 : nil } }
        try recording.play([player])
        let end = window.end ?? player.noteEnd(every: .hours(6))
        player.reach(end)
        let report = VariantContrast(
            of: kpi, first: first, second: second, groups: player.book.groups(of: kpi.name),
            shares: try shares()
        ) { player.book.entry(of: kpi.name, $0, at: end) }
        print(format == .json ? report.json.line : report.text)
    }

    /// `a=b,c=d` are two groups of one tag each; two words may have several tags.
    private func sides() throws -> (Labels, Labels) {
        let words =
            groups.count == 1 ? groups[0].split(separator: ",").map(String.init) : groups
        let sides = try words.map { word in
            Labels(
                try word.split(separator: ",").map { pair in
                    let parts = pair.split(
                        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                    guard parts.count == 2 else {
                        throw refuse("write --groups TAG=VALUE TAG=VALUE, not `\(pair)`")
                    }
                    return Labels.Pair(String(parts[0]), String(parts[1]))
                })
        }
        guard sides.count == 2, sides[0] != sides[1],
            sides[0].pairs.map(\.name) == sides[1].pairs.map(\.name)
        else {
            throw refuse("--groups wants two groups of the same tags: `variant=a variant=b`")
        }
        return (sides[0], sides[1])
    }

    /// All of the recording, up to a year of it, or from one time to another.
    private func window() throws -> (window: Retiming.Window, end: Timestamp?) {
        switch (from, to) {
        case (nil, nil): return (.sliding(over: .days(366), every: .hours(6)), nil)
        case (let from?, let to?) where from < to:
            guard let grid = ReportGrid(to, lengths: [to - from]) else {
                throw refuse("from --from to --to are whole seconds, and fewer than a year's")
            }
            return (.sliding(over: to - from, every: grid.step), grid.time)
        default: throw refuse("say both --from and --to, in this order, or neither")
        }
    }

    private func shares() throws -> [Double]? {
        guard let split else { return [1, 1] }
        if split == "any" { return nil }
        let parts = split.split(separator: ":").compactMap { Double($0) }
        guard parts.count == 2, parts.allSatisfy({ $0 > 0 && $0.isFinite }) else {
            throw refuse("write --split 50:50, or `any` where nothing was planned")
        }
        return parts
    }
}

extension Unit {
    fileprivate var isRate: Bool {
        if case .per = self { true } else { false }
    }
}
