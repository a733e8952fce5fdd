public import ArgumentParser
import Core
import Daemon
import Foundation
import Host
import Language
public import Model
import Plans

struct Backtest: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Replays recorded lines: would these rules have woken us, when, and how long?",
        discussion: """
            The real engine over recorded line protocol. Without --with-arrival the lines are put \
            back into the order of their events as far as the `late` of their streams allows; what \
            is older than that is left out, and counted. Incidents found are not a failure: the \
            exit code is 0.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, jsonl }

    @OptionGroup var recording: Recorded
    @Option(help: "`table` for people, `jsonl` a transition a line.") var format = Format.table
    @Option(help: "Shows what happened from this time on (RFC 3339, UTC if it says no zone).")
    var from: Timestamp?
    @Option(help: "Shows what happened before this time.") var to: Timestamp?
    @Option(help: "Shows this alert only.") var only: String?
    @Option(help: "Writes a JSON line for every group that an alert judged.") var groups: String?
    @Flag(help: "Ends with a line of totals.") var summary = false
    @Option(
        name: .long, parsing: .upToNextOption,
        help: "Older rules: tells what the edit changes, in incidents and in messages.")
    var against: [String] = []

    func run() throws {
        let checked = try CheckedRules(recording.rules, warns: true)
        guard against.isEmpty else { return try compare(checked) }
        if let only, !checked.plan.hasAlert(only) {
            throw refuse("no alert is called `\(only)` in these rules")
        }
        try replay(checked.folder)
    }

    private func replay(_ folder: RulesFolder) throws {
        let began = ContinuousClock.now
        let ledger = Ledger(showing: isOfInterest, printsLines: format == .jsonl)
        var replay = Replay(
            RuleSet(files: folder.files), withArrival: recording.withArrival,
            linking: linker(builtins),
            hear: ledger.hear)
        try forEachChunk(of: recording.data) { replay.add($0) }
        replay.finish()
        try warn(replay.linesRead, counted: replay.counted, replay.refused)
        if format == .table { ledger.printTable() }
        if let groups { try write(replay.engine.judgedGroups, to: groups) }
        let elapsed = ContinuousClock.now - began
        if summary {
            let totals = Totals(
                ledger: ledger, linesRead: replay.linesRead, refused: replay.refused,
                seconds: Double(elapsed.components.seconds)
                    + Double(elapsed.components.attoseconds) / 1e18)
            print(format == .jsonl ? totals.json.line : totals.text)
        }
    }

    /// What was left out is said, unless the totals say it.
    func warn(_ read: Int, counted: Int, _ refused: [(reason: String, count: Int)]) throws {
        try recording.refuseNothing(read, counted: counted, refused)
        if !refused.isEmpty, !summary {
            complain(
                "vigie: of \(Recorded.number(read)) lines these did not count: "
                    + Recorded.words(refused))
        }
    }

    /// Of what happens to an alert at a time.
    var isOfInterest: @Sendable (String, Timestamp) -> Bool {
        { [only = only, from = from, to = to] alert, time in
            (only.map { $0 == alert } ?? true) && (from.map { time >= $0 } ?? true)
                && (to.map { time < $0 } ?? true)
        }
    }

    private func write(_ groups: [(kpi: String, group: Labels)], to path: String) throws {
        let lines = groups.map {
            JSON.object([("kpi", .text($0.kpi)), ("group", $0.group.json)]).line + "\n"
        }
        guard let file = fopen(path, "w") else {
            throw refuse("cannot write \(path): \(String(cString: strerror(errno)))")
        }
        let written = fputs(lines.joined(), file)
        guard fclose(file) == 0, written >= 0 else {
            throw refuse("cannot write \(path): \(String(cString: strerror(errno)))")
        }
    }
}

extension Timestamp: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
