import Model
public import Plans
public import PluginKit

/// A plan linked to its functions: indices instead of names. Immutable; what is remembered lies
/// beside it in `State`.
public struct Program: Sendable {
    public let plan: Plan
    /// The text it was made from, for the checkpoint.
    public let rules: RuleSet
    let streams: [StreamProgram]
    let panels: [PanelProgram]
    /// For each stream the panels that its events may reach, by index.
    let reached: [[Int]]
    let cohorts: [CohortProgram]
    /// In the order of `plan.kpis`.
    let kpis: [KPIProgram]
    /// KPIs by index, each after those that it refers to.
    let order: [Int]
    /// In the order of `plan.alerts`.
    let alerts: [AlertProgram]
    /// Alerts by index, each after those that keep it quiet.
    let alertOrder: [Int]
    /// Those that explain, by index: they are asked at each pane end.
    let explained: [Int]
    /// For each KPI whose past is asked for, how much of it is kept.
    let pasts: [PastShape?]
    /// In the order of `plan.watches`.
    let watches: [WatchProgram]
    /// The place of the stream that tells of the others; nil: no rule asks for it.
    let observed: Int?
    /// What alerts quote, in the order of the alerts that do.
    let quotes: [QuoteProgram]
    /// In the order of the contact book.
    let contacts: [ContactProgram]
    /// How long a change may take to reach everything that refers to it.
    let settling: Interval
    /// Each alert by its name, as it stands in its file, where that is known.
    let texts: [String: RuleText]
    private let registry: Registry
    /// What is asked of how sure KPIs are beside what the rules ask.
    private let questions: [String: Confidence]

    /// The plan must have been made by the language, or be as sound as if: every name in it must
    /// resolve.
    ///
    /// - Parameter questions: for KPIs by name, how sure they are to be told by `ranges(of:)`
    ///   though no rule asks.
    /// - Parameter texts: the alerts by name, as they stand in their files: for whoever looks at an
    ///   incident later.
    public init(
        _ plan: Plan, from rules: RuleSet, with registry: Registry,
        asking questions: [String: Confidence] = [:], texts: [String: RuleText] = [:]
    ) {
        self.init(
            plan, from: rules, with: registry, asking: questions, texts: texts,
            format: Engine.format)
    }

    private init(
        _ plan: Plan, from rules: RuleSet, with registry: Registry,
        asking questions: [String: Confidence], texts: [String: RuleText], format: Int
    ) {
        self.texts = texts
        self.questions = questions
        self.plan = plan
        observed = plan.streams.firstIndex { $0.name == StreamPlan.ingest.name }
        self.rules = rules
        self.registry = registry
        streams = plan.streams.map(StreamProgram.init)
        var panels = PanelTable(
            plan: plan, registry: registry, groupLimit: rules.bounds.groupsPerKPI, format: format)
        let places = PlanPlaces(plan)
        let asked = Assurances(plan, with: registry, beside: questions)
        let kpis = plan.kpis.map {
            KPIProgram($0, in: places, asked: asked.byKPI[$0.name] ?? [], adding: &panels)
        }
        self.kpis = kpis
        order = Self.order(kpis.map { $0.references.map(\.kpi) + $0.comparisons.map(\.kpi) })
        let alerts = plan.alerts.map {
            AlertProgram(
                $0, in: places, with: registry, adding: &panels, explaining: format >= 5)
        }
        self.alerts = alerts
        self.panels = panels.panels
        reached = Self.reached(panels.panels, from: plan.streams.map(\.name))
        cohorts = panels.panels.indices.flatMap {
            CohortProgram.all(of: $0, in: panels.panels, plan)
        }
        alertOrder = Self.order(alerts.map { $0.quiet.map(\.alert) })
        explained = alerts.indices.filter { alerts[$0].causes != nil }
        let watching = Dictionary(grouping: alerts, by: \.kpi)
        pasts = kpis.indices.map { index in
            (watching[index] ?? []).flatMap(\.looks).compactMap(\.span).max()
                .map {
                    PastShape(
                        span: $0, every: kpis[index].plan.every,
                        keepsErrors: asked.ofPast.contains(kpis[index].plan.name))
                }
        }
        watches = plan.watches.map { [streams] in WatchProgram($0, among: streams, in: places) }
        quotes = alerts.enumerated().compactMap { [streams] index, alert in
            QuoteProgram(
                of: index, alert.plan, alert.causes, on: plan.kpis[alert.kpi], among: streams,
                with: registry)
        }
        contacts = rules.book.contacts.map { ContactProgram($0, plan.calendars) }
        let refers =
            kpis.contains(where: \.looksElsewhere) || alerts.contains(where: \.looksElsewhere)
        settling = refers ? plan.kpis.reduce(.zero) { $0 + $1.every * 2 } : .zero
    }

    private static func reached(_ panels: [PanelProgram], from streams: [String]) -> [[Int]] {
        var places: [String: [Int]] = [:]
        for (place, panel) in panels.enumerated() {
            for stream in panel.key.streams { places[stream, default: []].append(place) }
        }
        return streams.map { places[$0] ?? [] }
    }

    /// Each after those that it needs, depth first; the language has refused circles.
    private static func order(_ needs: [[Int]]) -> [Int] {
        var order: [Int] = []
        var isDone = needs.map { _ in false }
        for start in needs.indices where !isDone[start] {
            var path = [(index: start, next: 0)]
            isDone[start] = true
            while let (index, next) = path.last {
                guard next < needs[index].count else {
                    order.append(index)
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let needed = needs[index][next]
                guard !isDone[needed] else { continue }
                isDone[needed] = true
                path.append((needed, 0))
            }
        }
        return order
    }

    /// The same with the panels of an older format of the state.
    func laidOut(asIn format: Int) -> Program {
        Program(
            plan, from: rules, with: registry, asking: questions, texts: texts, format: format)
    }

    func place(ofContact name: String) -> Int? {
        contacts.firstIndex { $0.plan.name == name }
    }

    func stream(named name: String) -> Int? { streams.firstIndex { $0.plan.name == name } }
}

/// A KPI with its place in a panel and its expression over indices.
///
/// A class, as its like: looked at so often that to copy it would be half of the work.
final class KPIProgram: Sendable {
    let plan: KPIPlan
    let panel: Int
    /// The panel's stores that its expression reads, in the order of `plan.aggregates`.
    let stores: [Int]
    let references: [Reference]
    let comparisons: [GroupComparison]
    let value: LinkedValue
    /// Whether its value is that of its one store.
    let isOneAggregate: Bool
    /// Samples below which a value tells nothing, and below which it is nobody's business: by
    /// themselves, for to ask the plan is to copy it.
    let needs, anonymousBelow: Int
    /// What it is computed from, each once, in order.
    let streams: [String]
    /// What is asked of how sure its value is.
    let confidences: [Confidence]
    /// The stores that know how sure the aggregates are, in the order of `plan.aggregates`; none
    /// where nobody asks.
    let measures: [Int]
    /// nil: nobody asks.
    let estimate: LinkedEstimate?

    init(
        _ plan: KPIPlan, in whole: PlanPlaces, asked confidences: [Confidence],
        adding panels: inout PanelTable
    ) {
        self.plan = plan
        self.confidences = confidences
        (needs, anonymousBelow) = (plan.fewest, plan.anonymousBelow)
        (panel, stores) = panels.place(plan)
        var references: [Reference] = []
        var comparisons: [GroupComparison] = []
        value = LinkedValue(
            plan.value,
            linking: { name, pins in
                references.place(of: Reference(to: name, pins, from: plan.by, in: whole))
            },
            groups: { statistic, name in
                comparisons.append(GroupComparison(statistic, of: name, by: plan.by, in: whole))
                return comparisons.count - 1
            })
        self.references = references
        self.comparisons = comparisons
        streams = whole.streams(of: plan).sorted()
        isOneAggregate = plan.value == .aggregate(0) && stores.count == 1
        let asked = confidences.isEmpty ? nil : LinkedEstimate(value, plan.aggregates)
        estimate = asked
        measures = panels.measures(of: plan, where: Set(asked?.measured ?? []), in: panel)
    }

    /// Whether it is computed from other KPIs.
    var looksElsewhere: Bool { !references.isEmpty || !comparisons.isEmpty }
}

extension GroupComparison {
    init(_ statistic: GroupStatistic, of name: String, by: [String], in plan: PlanPlaces) {
        guard let index = plan.place(ofKPI: name) else {
            preconditionFailure("the plan compares groups of a KPI that it lacks: \(name)")
        }
        let theirs = plan.kpis[index].by
        self.init(
            statistic: statistic, kpi: index,
            projection: by.map { tag in
                guard let place = theirs.firstIndex(of: tag) else {
                    preconditionFailure("the plan compares groups that it cannot tell: \(name)")
                }
                return place
            })
    }
}

/// Another KPI seen from the groups of this one.
struct Reference: Equatable, Sendable {
    /// What is asked of one tag of its `by`.
    enum Tag: Equatable, Sendable {
        /// The value that our tag at this place has.
        case ours(Int)
        case pinned(String)
    }

    let kpi: Int
    private let tags: [Tag]
    /// Whether its groups are named as ours are.
    private let isAlike: Bool

    init(to name: String, _ pins: Labels = Labels(), from by: [String], in plan: PlanPlaces) {
        guard let kpi = plan.place(ofKPI: name) else {
            preconditionFailure("the plan refers to a KPI that it lacks: \(name)")
        }
        self.kpi = kpi
        tags = plan.kpis[kpi].by.map { tag in
            if let value = pins[tag] { return .pinned(value) }
            guard let place = by.firstIndex(of: tag) else {
                preconditionFailure("the plan refers to a KPI of finer groups: \(name)")
            }
            return .ours(place)
        }
        isAlike = tags == by.indices.map(Tag.ours)
    }

    /// How many of our tags say which of its groups is meant.
    var shared: Int { tags.count { if case .ours = $0 { true } else { false } } }

    /// Its group for one of ours.
    func theirs(for ours: [String]) -> [String] {
        if isAlike { return ours }
        return tags.map { tag in
            switch tag {
            case .ours(let place): ours[place]
            case .pinned(let value): value
            }
        }
    }

    /// The group of ours that asks for one of its groups, where all our tags are shared; nil: none
    /// does.
    func ours(for theirs: [String]) -> [String]? {
        var ours = Array(repeating: "", count: shared)
        for (tag, value) in zip(tags, theirs) {
            switch tag {
            case .ours(let place): ours[place] = value
            case .pinned(let wanted): if value != wanted { return nil }
            }
        }
        return ours
    }
}
