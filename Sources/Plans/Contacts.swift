public import Model
public import PluginKit

/// Who can be told, and who is told when an alert names nobody: the part of the settings that
/// decisions depend on.
public struct ContactBook: Equatable, Sendable {
    public var contacts: [ContactPlan]
    public var routes: [RoutePlan]

    public init(contacts: [ContactPlan] = [], routes: [RoutePlan] = []) {
        self.contacts = contacts
        self.routes = routes
    }
}

public struct ContactPlan: Equatable, Sendable {
    public var name: String
    /// The notifier by name.
    public var type: String
    public var rate: DeliveryRate

    public init(_ name: String, type: String, rate: DeliveryRate) {
        self.name = name
        self.type = type
        self.rate = rate
    }
}

/// The first route whose every pair fits decides. Names: `severity`, `alert`, `kpi`, `owner`, a tag
/// or a label.
public struct RoutePlan: Equatable, Sendable {
    public var match: Labels
    public var notify: [String]

    public init(match: Labels, notify: [String]) {
        self.match = match
        self.notify = notify
    }
}
