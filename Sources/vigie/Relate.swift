import ArgumentParser
import Calendars
import Host
import Language
import Model
import Plans
import Reporting

struct Relate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Whether one KPI follows another, and how much later.",
        discussion: """
            Computes both KPIs day by day from recorded lines, for each group that both have, and \
            looks whether the second moves with the first, or up to two weeks \
            later. The day of the \
            week and slow trends are taken out first. All delays and groups are counted as looks, \
            so that of twenty reports on KPIs that have nothing to do with each other one claims a \
            link. For the other direction change the names over.
            """)

    enum Step: String, ExpressibleByArgument, CaseIterable { case hour, day, week }

    @Argument(help: "The KPI that may lead.") var earlier: String
    @Argument(help: "The KPI that may follow.") var later: String
    @OptionGroup var recording: Recorded
    @Option(
        name: .long, parsing: .upToNextOption,
        help: "Tags that tell groups apart; without it, those that both KPIs are `by`.")
    var by: [String] = []
    @Flag(help: "One group: everything together.") var together = false
    @Option(help: "The longest delay that is looked at.") var lagUpTo: Interval = .days(14)
    @Option(help: "`hour`, `day` or `week`.") var step = Step.day
    @Option(help: "`text` for people, `json` for programs.") var format = ReportFormat.text

    func run() throws {
        let checked = try recording.checked()
        let (one, other) = (
            try checked.kpi(earlier), try checked.kpi(later)
        )
        guard one.name != other.name else {
            throw refuse("a KPI always goes with itself: name two")
        }
        let tags = together ? [] : by.isEmpty ? one.by.filter(other.by.contains) : by
        let period = Period(kind, in: checked.plan.zone(of: one.name))
        let lags = Int(lagUpTo.nanoseconds / period.longest.nanoseconds)
        guard (0...Limits.lagsRelated).contains(lags) else {
            throw refuse(
                "--lag-up-to is 0 to \(Limits.lagsRelated) \(step.rawValue)s, not \(lagUpTo)")
        }
        let retiming = try checked.retimed([one.name, other.name], .closed(period), by: tags)
        let book = try recording.values(of: retiming, each: period)
        let series = StepSeries(book, retiming, each: period)
        let kpis = retiming.kpis
        let relation = Relation(
            series.related(kpis[0], kpis[1]), earlier: RelatedKPI(kpis[0]),
            later: RelatedKPI(kpis[1]), by: tags, step: period.longest, lags: lags,
            season: series.season)
        print(format == .json ? relation.json.line : relation.text)
    }

    private var kind: Period.Kind {
        switch step {
        case .hour: .hour
        case .day: .day
        case .week: .week
        }
    }
}
