import ArgumentParser
import Calendars
import Core
import Daemon
import Host
import Language
import Model
import Notifiers
import Plans
import PluginKit
import Reporting

struct DigestOfWeek: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: "A week in plain English or French: incidents, what moved, what was quiet.",
        discussion: """
            Replays recorded lines, which should begin some weeks earlier, and tells of one week \
            or another span: incidents by owner, KPIs that surely moved against the span before, \
            goals, \
            and alerts that fire so often that nobody may be acting on them. Under a page, for a \
            chat room.
            """)

    @OptionGroup var recording: Recorded
    @Option(help: "A week from Monday to Sunday, as `2026-W11`.") var week: String?
    @Option(help: "In place of a week: from this time on (RFC 3339, UTC if it says no zone).")
    var from: Timestamp?
    @Option(help: "Until this time.") var to: Timestamp?
    @Option(name: .customLong("in"), help: "`en` or `fr`.") var tongue = Tongue.english
    @Option(help: "What this owner answers for, and nothing else.") var owner: String?
    @Option(help: "`text` for people, `json` for programs.") var format = ReportFormat.text

    func run() throws {
        let checked = try recording.checked()
        let plan = checked.plan
        let zone = plan.zone(of: "")
        let (span, before) = try spans(zone)
        let players = try players(checked, span, before)
        let ear = Ear(until: span.end)
        var replay = Replay(
            RuleSet(files: checked.folder.files), withArrival: recording.withArrival,
            linking: linker(builtins), hear: { ear.hear($0) })
        try forEachChunk(of: recording.data) { chunk in
            replay.add(chunk)
            for player in players.all { player.add(chunk) }
        }
        replay.finish()
        try recording.refuseNothing(
            replay.linesRead, counted: replay.counted, replay.refused)
        guard replay.latest > span.start else {
            throw refuse("the recording ends at \(replay.latest), before \(span.start)")
        }
        for player in players.all { player.finish() }
        replay.reach(span.end)
        for (player, end) in [(players.now, span.end), (players.before, before.end)] {
            player.reach(end)
        }
        players.own?.reach(span.end)
        let kept = replay.engine.status().kept
        var digest = Digest(of: span, in: zone, by: owner, tongue: tongue)
        digest.add(
            ear.hindsight.incidents.map { incident in
                DigestIncident(
                    incident, plan, in: tongue, cause: kept.cause(of: incident, in: tongue)
                )
            }, plan)
        fill(&digest, plan, players, span, before)
        print(format == .json ? digest.json.line : digest.text)
    }

    /// A class: the replay hears through it while the command asks it.
    private final class Ear {
        private(set) var hindsight: Hindsight

        init(until end: Timestamp) { hindsight = Hindsight { _, time in time < end } }

        func hear(_ effect: Effect) { hindsight.hear(effect) }
    }

    // MARK: - Which days

    private func spans(_ zone: Zone) throws -> (ReportSpan, ReportSpan) {
        switch (week, from, to) {
        case (let week?, nil, nil):
            guard let named = ISOWeek(week) else {
                throw refuse("`\(week)` is no week such as 2026-W11")
            }
            let times = [-7, 0, 7].map {
                zone.timestamp(reaching: LocalTime(named.monday.adding(days: $0)))
            }
            return (ReportSpan(times[1], times[2]), ReportSpan(times[0], times[1]))
        case (nil, let from?, let to?) where from < to:
            return (ReportSpan(from, to), ReportSpan(from - (to - from), from))
        default: throw refuse("say --week 2026-W11, or --from and --to")
        }
    }

    // MARK: - Values

    private struct Players {
        var now: Player
        var before: Player
        /// nil: no KPI has a goal.
        var own: Player?

        var all: [Player] { [now, before] + (own.map { [$0] } ?? []) }
    }

    private func players(_ checked: CheckedRules, _ span: ReportSpan, _ before: ReportSpan) throws
        -> Players
    {
        let names = kpis(checked.plan).map(\.name)
        let sliding = try [span, before].map { span in
            guard let grid = ReportGrid(span.end, lengths: [span.length]), grid.time == span.end
            else { throw refuse("the span from \(span.start) is too odd: say whole hours") }
            let window = Retiming.Window.sliding(over: span.length, every: grid.step)
            return Player(
                try checked.retimed(names, window, by: []), recording,
                asking: Confidence(error: BeforeAfter.error, looks: .each)
            ) { $0 < span.end ? span.end : nil }
        }
        let aims = checked.plan.kpis.filter { $0.goal != nil && names.contains($0.name) }
        let own =
            aims.isEmpty
            ? nil
            : try Player(checked.retimed(aims.map(\.name), .own, by: []), recording) {
                $0 < span.end ? span.end : nil
            }
        return Players(now: sliding[0], before: sliding[1], own: own)
    }

    /// Those that can be told for everybody together, and that the owner watches.
    private func kpis(_ plan: Plan) -> [KPIPlan] {
        let watched = Set(plan.alerts.filter { $0.message.owner == owner }.map(\.kpi))
        return plan.kpis.filter { kpi in
            !kpi.isImplied && (owner == nil || watched.contains(kpi.name))
                && (try? Retiming(plan, of: [kpi.name], through: .own, by: [])) != nil
        }
    }

    private func fill(
        _ digest: inout Digest, _ plan: Plan, _ players: Players, _ span: ReportSpan,
        _ before: ReportSpan
    ) {
        func entry(_ player: Player, _ end: Timestamp, _ kpi: KPIPlan) -> ValueBook.Entry? {
            let scale = kpi.isPlainTotal ? 1 : player.retiming.scale(of: kpi.name) ?? 1
            return player.book.entry(of: kpi.name, Labels(), at: end).map { $0.scaled(by: scale) }
        }
        let zone = digest.zone
        digest.add(
            kpis(plan), now: { entry(players.now, span.end, $0) },
            before: { entry(players.before, before.end, $0) }, goal: { $0.target(in: zone) })
        guard let own = players.own else { return }
        for kpi in own.retiming.kpis {
            guard let goal = kpi.target(in: zone) else { continue }
            digest.add(
                goal, of: kpi,
                value: own.book.entry(of: kpi.name, Labels(), at: span.end)?.value)
        }
    }
}

extension [IncidentRecord] {
    /// What moved the KPI most, in a phrase; nil: nobody asked, it is not known, or the incident is
    /// no longer kept.
    fileprivate func cause(of incident: Hindsight.Incident, in tongue: Tongue) -> String? {
        let record = first { record in
            record.notification.alert == incident.alert
                && record.notification.group == incident.group
                && record.notification.openedAt == incident.opened
        }
        guard var told = record?.notification, told.explanation != nil else { return nil }
        told.tongue = tongue
        let bullet = "• "
        return told.causeLines.first { $0.hasPrefix(bullet) }.map { line in
            let phrase = line.dropFirst(bullet.count)
            return String(phrase.last == "." ? phrase.dropLast() : phrase)
        }
    }
}

extension KPIPlan {
    /// Whether it is told by the span as it is, and not by the window of its rule.
    fileprivate var isPlainTotal: Bool {
        switch unit {
        case .count, .money, .duration, .number: true
        default: false
        }
    }
}
