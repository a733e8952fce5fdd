import ArgumentParser
import Core
import Daemon
import Foundation
import Host
import Language
import Model
import Plans
import Rehearsal

struct CourseOfKPI: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kpi",
        abstract: "The course of one KPI over recorded lines, for each of its groups.",
        discussion: """
            The real engine over recorded line protocol, as `vigie backtest` replays it. A value \
            is shown at each pane end at which it changed. `plot` draws it in the terminal and \
            `svg` writes a picture for a browser: with the limits of the alerts on it, their \
            incidents, and what is usual at the hour of the week (`baseline(4w)`), as soon as that \
            is known.

            Of a KPI that settles, what has not settled at the end of the lines stands at the \
            times at which it would be judged, and is marked as provisional.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, csv, jsonl, plot, svg }

    @Argument(help: "The name of a KPI in these rules.") var name: String
    @OptionGroup var recording: Recorded
    @Option(
        name: .long, parsing: .upToNextOption,
        help: "Only the groups with these tags: `channel=chat team=lille`.")
    var by: [String] = []
    @Option(help: "`table`, `plot` and `svg` for people, `csv` and `jsonl` for programs.")
    var format = Format.table
    @Option(help: "Shows what was from this time on (RFC 3339, UTC if it says no zone).")
    var from: Timestamp?
    @Option(help: "Shows what was before this time.") var to: Timestamp?
    @Option(help: "Also between what each value lies, looked at once: `95%`.")
    var confidence: Level?

    func run() throws {
        let checked = try recording.checked()
        let kpi = try checked.kpi(name)
        let wanted = try group(of: kpi)
        let (all, flags) = try replayed(checked.folder, kpi, checked.plan)
        let courses = all.filter { $0.fits(wanted) }
            .map { $0.within(from, to) }.filter { !$0.points.isEmpty }
        guard !courses.isEmpty else {
            throw refuse("`\(name)` has no value in these lines for the groups asked for")
        }
        switch format {
        case .plot, .svg: draw(courses, flags, of: kpi, checked.plan)
        case .table, .csv, .jsonl: list(courses, of: kpi)
        }
    }

    private var question: Confidence? { confidence.map { .between(level: $0.share) } }

    private func group(of kpi: KPIPlan) throws -> Labels {
        Labels(
            try by.map { pair in
                let parts = pair.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { throw refuse("write --by TAG=VALUE, not `\(pair)`") }
                guard kpi.by.contains(String(parts[0])) else {
                    let tags = kpi.by.isEmpty ? "it has one group" : kpi.by.joined(separator: ", ")
                    throw refuse("`\(parts[0])` is no tag of the groups of `\(name)`: \(tags)")
                }
                return Labels.Pair(String(parts[0]), String(parts[1]))
            })
    }

    private func replayed(_ folder: RulesFolder, _ kpi: KPIPlan, _ plan: Plan) throws
        -> ([Course], FlagBook)
    {
        let ear = Ear(of: kpi)
        var replay = Replay(
            RuleSet(files: folder.files), withArrival: recording.withArrival,
            linking: linker(builtins, asking: question.map { [kpi.name: $0] } ?? [:]),
            hear: { ear.flags.hear($0) })
        let isDrawn = format == .plot || format == .svg
        var book = CourseBook(of: [kpi], season: isDrawn ? season(of: kpi, plan) : nil)
        book.confidence = question
        replay.look = { engine, time in book.note(engine, at: time) }
        try forEachChunk(of: recording.data) { replay.add($0) }
        replay.finish()
        // Whoever looks at a picture takes what is drawn for known.
        if format != .svg { book.noteProvisional(replay.engine) }
        return (book[kpi.name], ear.flags)
    }

    /// A class: the replay hears through it while the command asks it.
    private final class Ear {
        var flags: FlagBook

        init(of kpi: KPIPlan) { flags = FlagBook(of: kpi.name) }
    }

    /// By whose hours the alerts on it learn; of the first of them, if they differ.
    private func season(of kpi: KPIPlan, _ plan: Plan) -> Season {
        plan.alerts.first { $0.kpi == kpi.name }?.season ?? .utc
    }

    private func list(_ courses: [Course], of kpi: KPIPlan) {
        let listing = CourseListing(
            courses, by: kpi.by, hasRanges: confidence != nil, settles: kpi.settle > .zero)
        switch format {
        case .csv: for line in listing.csv { print(line) }
        case .jsonl: for line in listing.jsonLines { print(line) }
        case .table, .plot, .svg: print(aligned(listing.cells))
        }
    }

    private func draw(_ courses: [Course], _ flags: FlagBook, of kpi: KPIPlan, _ plan: Plan) {
        let limits = plan.alerts.filter { $0.kpi == kpi.name }.flatMap(\.plotLimits)
        let clock = WallClock(season(of: kpi, plan).zone)
        let times = courses.flatMap(\.points).map(\.time)
        let first = from ?? times.min() ?? .zero
        let span = first...max(to ?? times.max() ?? first, first + .minutes(1))
        guard format == .plot else {
            let frames = courses.map { Picture.Frame($0, flags: flags[$0.group]) }
            return print(Picture(frames, limits: limits, over: span, clock: clock).svg)
        }
        for course in courses {
            let group = course.group.isEmpty ? "" : "{\(course.group)}"
            print("\(course.kpi)\(group)")
            let plot = Plot(
                course, limits: limits, flags: flags[course.group], over: span, clock: clock)
            print(plot.lines.joined(separator: "\n"))
            print("")
        }
    }
}
