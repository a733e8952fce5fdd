import ArgumentParser
import Calendars
import Host
import Language
import Model
import Plans
import Reporting

struct Goals: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "How far each KPI is from its goal, and when it gets there at this pace.",
        discussion: """
            For each KPI with a `goal`: its value now, the trend of the last four weeks with its \
            interval, and when the goal is reached if that goes on. The trend is a straight line \
            through the values of single days, which share no events; days that hang together \
            count for less.
            """)

    @OptionGroup var recording: Recorded
    @Argument(help: "These KPIs only.") var names: [String] = []
    @Flag(help: "One group of each KPI: everything together.") var together = false
    @Option(help: "`text` for people, `json` for programs.") var format = ReportFormat.text

    func run() throws {
        let checked = try recording.checked()
        let kpis = try wanted(checked)
        guard let first = kpis.first else {
            throw refuse("no KPI of these rules has a `goal`")
        }
        let day = Period(.day, in: checked.plan.zone(of: first.name))
        let all = kpis.map(\.name)
        let tags: [String]? = together ? [] : nil
        let players = try [Retiming.Window.own, .closed(day)].map { window in
            Player(try checked.retimed(all, window, by: tags), recording) {
                day.end(containing: $0)
            }
        }
        try recording.play(players)
        // The last event of a day comes a little before its end.
        for player in players { player.reach(player.latest + .hours(1)) }
        let series = players.map { StepSeries($0.book, $0.retiming, each: day) }
        let found = kpis.flatMap {
            outlooks(of: $0, own: series[0], daily: series[1], players, day.zone)
        }
        switch format {
        case .text:
            print(found.map(\.sentence).joined(separator: "\n"))
        case .json: print(JSON.array(found.map(\.json)).line)
        }
    }

    private func wanted(_ checked: CheckedRules) throws -> [KPIPlan] {
        let asked = try names.isEmpty ? checked.plan.kpis : names.map(checked.kpi)
        return asked.filter { $0.goal != nil }
    }

    private func outlooks(
        of kpi: KPIPlan, own: StepSeries, daily: StepSeries, _ players: [Player],
        _ zone: Zone
    ) -> [GoalOutlook] {
        guard let goal = kpi.target(in: zone) else { return [] }
        // What does not grow evenly with its window is taken as it is, overlap and all.
        let isDaily = players[1].retiming.scale(of: kpi.name) != nil
        let overlap = isDaily ? 0 : Int(kpi.over.nanoseconds / Interval.days(1).nanoseconds)
        return players[0].book.groups(of: kpi.name).prefix(Limits.groupsCompared).compactMap {
            group in
            guard let today = own.ends.last else { return nil }
            return GoalOutlook(
                kpi, group, goal, now: players[0].book.entry(of: kpi.name, group, at: today)?.value,
                days: (isDaily ? daily : own).values(of: kpi, group), overlap: overlap,
                today: today)
        }
    }
}
