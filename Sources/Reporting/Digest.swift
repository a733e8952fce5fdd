public import Calendars
public import Host
public import Model
public import Plans
import PluginKit
import Statistics

/// What a week was like: incidents and who answers for them, what moved, what was quiet.
public struct Digest: Sendable {
    public var span: ReportSpan
    public var zone: Zone
    public var tongue: Tongue
    /// nil: of everybody.
    public var owner: String?
    /// In the order of their names, those with most incidents first.
    public var owners: [OwnerPart] = []
    /// Surely better or worse than in the span before, the surest first.
    public var movements: [Movement] = []
    public var steadyKPIs = 0
    /// Of which it is not known how sure their values are.
    public var unsureKPIs = 0
    /// That had a value in the span before, and none now; by their titles.
    public var silentKPIs: [String] = []
    public var goals: [GoalLine] = []
    public var alerts = 0
    public var quietAlerts: [String] = []
    /// Alerts that opened so often that it is asked whether anybody acts on them.
    public var frequent: [Frequent] = []

    public struct OwnerPart: Equatable, Sendable {
        /// Empty: no owner is named.
        public var owner: String
        public var opened: Int
        public var stillOpen: Int
        public var longest: DigestIncident
    }

    public struct Movement: Equatable, Sendable {
        public var title: String
        public var name: String
        public var unit: Unit
        public var better: KPIPlan.Better?
        public var contrast: Contrast
        public var goal: Goal?
    }

    public struct GoalLine: Equatable, Sendable {
        public var title: String
        public var name: String
        public var unit: Unit
        public var value: Double?
        public var goal: Goal
        public var isMet: Bool
    }

    public struct Frequent: Equatable, Sendable {
        public var alert: String
        public var owner: String
        public var count: Int
    }

    public init(
        of span: ReportSpan, in zone: Zone, by owner: String? = nil, tongue: Tongue = .english
    ) {
        self.span = span
        self.zone = zone
        self.owner = owner
        self.tongue = tongue
    }

    // MARK: - Incidents

    /// Takes those that were open at some time of the span, of the owner that is asked for.
    public mutating func add(_ incidents: [DigestIncident], _ plan: Plan) {
        let all = incidents.filter { incident in
            incident.opened < span.end && (incident.ended.map { $0 > span.start } ?? true)
                && (owner.map { $0 == incident.owner } ?? true)
        }
        for name in Set(all.map(\.owner)).sorted() {
            let own = all.filter { $0.owner == name }
            guard let longest = own.max(by: { isShorter($0, $1) }) else { continue }
            owners.append(
                OwnerPart(
                    owner: name, opened: own.count { $0.opened >= span.start },
                    stillOpen: own.count { isOpen($0) }, longest: longest))
        }
        owners.sort { ($1.opened, $0.owner) < ($0.opened, $1.owner) }
        note(all, plan)
    }

    private mutating func note(_ all: [DigestIncident], _ plan: Plan) {
        let names =
            (plan.alerts.map { ($0.name, $0.message.owner) }
            + plan.watches.map { ($0.name, $0.message.owner) })
            .filter { _, name in owner.map { $0 == name } ?? true }
        alerts = names.count
        let heard = Set(all.map(\.alert))
        quietAlerts = names.map(\.0).filter { !heard.contains($0) }
        for (name, owner) in names {
            let count = all.count { $0.alert == name && $0.opened >= span.start }
            if count >= Limits.ignoredAlert {
                frequent.append(Frequent(alert: name, owner: owner, count: count))
            }
        }
        frequent.sort { ($1.count, $0.alert) < ($0.count, $1.alert) }
    }

    func isOpen(_ incident: DigestIncident) -> Bool {
        incident.ended.map { $0 >= span.end } ?? true
    }

    /// As far as the span goes.
    func length(_ incident: DigestIncident) -> Interval {
        min(incident.ended ?? span.end, span.end) - incident.opened
    }

    private func isShorter(_ a: DigestIncident, _ b: DigestIncident) -> Bool {
        (length(a), b.opened) < (length(b), a.opened)
    }

    // MARK: - KPIs

    /// - Parameters:
    ///   - kpis: as the rules have them.
    ///   - now: of the span.
    ///   - before: of the span before.
    public mutating func add(
        _ kpis: [KPIPlan], now: (KPIPlan) -> ValueBook.Entry?,
        before: (KPIPlan) -> ValueBook.Entry?, goal: (KPIPlan) -> Goal?
    ) {
        let pairs = kpis.compactMap { kpi in
            before(kpi).flatMap { old in now(kpi).map { (kpi, old, $0) } }
        }
        silentKPIs = kpis.filter { before($0) != nil && now($0) == nil }
            .map { $0.title(in: tongue) }
        for (kpi, old, new) in pairs {
            let contrast = Contrast(
                Labels(), old, new, among: pairs.count, erring: BeforeAfter.error)
            switch contrast.isSure {
            case nil: unsureKPIs += 1
            case false?: steadyKPIs += 1
            case true?:
                movements.append(
                    Movement(
                        title: kpi.title(in: tongue), name: kpi.name, unit: kpi.unit,
                        better: kpi.better, contrast: contrast, goal: goal(kpi)))
            }
        }
        movements = movements.enumerated()
            .sorted { (-$0.1.contrast.weight, $0.0) < (-$1.1.contrast.weight, $1.0) }
            .map(\.1)
    }

    /// - Parameter value: over the window of its own rule, at the end of the span.
    public mutating func add(_ goal: Goal, of kpi: KPIPlan, value: Double?) {
        let isUpward = kpi.better != .lower
        goals.append(
            GoalLine(
                title: kpi.title(in: tongue), name: kpi.name, unit: kpi.unit, value: value,
                goal: goal,
                isMet: value.map { isUpward ? $0 >= goal.value : $0 <= goal.value } ?? false))
    }
}

/// An incident as a digest tells of it.
public struct DigestIncident: Equatable, Sendable {
    public var alert: String
    /// What the alert watches, for people.
    public var title: String
    public var owner: String
    public var group: Labels
    public var opened: Timestamp
    /// nil: it lasts.
    public var ended: Timestamp?
    /// What moved the KPI, where that is known.
    public var cause: String?

    public init(
        alert: String, title: String, owner: String, group: Labels, opened: Timestamp,
        ended: Timestamp?, cause: String? = nil
    ) {
        self.alert = alert
        self.title = title
        self.owner = owner
        self.group = group
        self.opened = opened
        self.ended = ended
        self.cause = cause
    }

    /// With what the rules say of its alert.
    public init(_ incident: Hindsight.Incident, _ plan: Plan, in tongue: Tongue, cause: String?) {
        let alert = plan.alert(incident.alert)
        let message = alert?.message ?? plan.watch(incident.alert)?.message
        let kpi = alert.flatMap { plan.kpi($0.kpi) }
        let isSpoken = kpi.map { !$0.isImplied } ?? false
        self.init(
            alert: incident.alert,
            title: isSpoken ? kpi?.title(in: tongue) ?? incident.alert : incident.alert,
            owner: message?.owner ?? "", group: incident.group, opened: incident.opened,
            ended: incident.ended, cause: cause)
    }
}
