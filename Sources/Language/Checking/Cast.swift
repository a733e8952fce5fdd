import Model
import Plans

/// Who can appear in a test: the alerts and contacts of the rules, looked up by name.
struct Cast {
    struct Role {
        var name: String
        /// The tags of its groups.
        var tags: [String]
        /// That its clauses can bring about.
        var states: [AlertState]
    }

    private(set) var alerts: [String: Role] = [:]
    /// Declared, and not readable: nothing is said of it.
    private(set) var lostAlerts: Set<String>
    /// Those that alerts name.
    private(set) var contacts: Set<String> = []
    /// Whether an alert leaves it to the routes of the settings who is told.
    private(set) var hasRoutedAlerts = false
    /// Where the lines of each source begin.
    private let starts: [[Int]]

    init(_ plan: Plan, _ names: Names, declared: some Sequence<String>) {
        starts = names.sources.map { bytes in
            [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
        }
        lostAlerts = Set(declared)
        let kpis = Dictionary(plan.kpis.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
        for alert in plan.alerts {
            guard let kpi = kpis[alert.kpi] else { continue }
            alerts[alert.name] = Role(
                alert, kpi, hasMoments: !plan.momentsAmongGroups(of: kpi).isEmpty)
            note(alert.message)
        }
        for watch in plan.watches {
            let tags = names.streams[watch.stream]?.plan.tags.map(\.name) ?? []
            alerts[watch.name] = Role(
                name: watch.name, tags: tags,
                states: [.ok] + watch.ladder.map { .firing($0.severity) })
            note(watch.message)
        }
        lostAlerts.subtract(alerts.keys)
    }

    /// The 1-based line of a place.
    func line(of range: SourceRange) -> Int {
        var (low, high) = (0, starts[range.file].count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[range.file][middle] <= range.start { low = middle } else { high = middle }
        }
        return low + 1
    }

    private mutating func note(_ message: MessagePlan) {
        contacts.formUnion(message.notify)
        if message.notify.isEmpty { hasRoutedAlerts = true }
    }
}

extension Cast.Role {
    fileprivate init(_ alert: AlertPlan, _ kpi: KPIPlan, hasMoments: Bool) {
        var severities = alert.ladder.map(\.severity)
        if hasMoments {
            severities += severities.map { $0.weighed(atMomentOfTruth: true, kpi.kano) }
        }
        var states: [AlertState] =
            [.ok] + Set(severities).sorted().map { .firing($0) }
        if case .alarm = alert.noData { states.append(.noData) }
        self.init(name: alert.name, tags: kpi.by, states: states)
    }
}
