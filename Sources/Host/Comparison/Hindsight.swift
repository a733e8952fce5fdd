public import Core
public import Model
import PluginKit

/// What came of one set of rules over a recording: its incidents, and what was told.
public struct Hindsight: Sendable {
    /// In the order in which they began.
    public private(set) var incidents: [Incident] = []
    /// By hour of the day, in UTC.
    public private(set) var messages = [Int](repeating: 0, count: 24)
    private var open: [String: Int] = [:]
    private let shows: @Sendable (String, Timestamp) -> Bool

    public struct Incident: Equatable, Sendable {
        public var alert: String
        public var group: Labels
        public var opened: Timestamp
        /// nil: it lasts.
        public var ended: Timestamp?
        public var worst: AlertState

        public init(
            _ alert: String, _ group: Labels, opened: Timestamp, ended: Timestamp?,
            worst: AlertState
        ) {
            self.alert = alert
            self.group = group
            self.opened = opened
            self.ended = ended
            self.worst = worst
        }

        /// nil: it lasts.
        public var length: Interval? { ended.map { $0 - opened } }
    }

    /// - Parameter shows: whether what happened to an alert at a time is of interest.
    public init(
        showing shows: @escaping @Sendable (String, Timestamp) -> Bool = { _, _ in true }
    ) {
        self.shows = shows
    }

    init(of incidents: [Incident]) {
        self.init()
        self.incidents = incidents
    }

    public mutating func hear(_ effect: Effect) {
        switch effect {
        case .transition(let transition) where shows(transition.alert, transition.time):
            note(transition)
        case .send(let delivery):
            let told = delivery.notification
            guard delivery.attempts == 1, shows(told.alert, told.at) else { return }
            messages[CivilDate(told.at).hour] += 1
        default: break
        }
    }

    private mutating func note(_ transition: Transition) {
        if let place = open[transition.incident] {
            if transition.to == .ok {
                incidents[place].ended = transition.time
                open[transition.incident] = nil
            } else if transition.to.rank > incidents[place].worst.rank {
                incidents[place].worst = transition.to
            }
        } else if transition.to != .ok {
            open[transition.incident] = incidents.count
            incidents.append(
                Incident(
                    transition.alert, transition.group, opened: transition.time, ended: nil,
                    worst: transition.to))
        }
    }
}

extension AlertState {
    /// How bad: for the worst of an incident.
    public var rank: Int {
        switch self {
        case .ok: 0
        case .pending: 1
        case .noData: 2
        case .firing(let severity): 3 + Int(severity.rawValue)
        }
    }
}
