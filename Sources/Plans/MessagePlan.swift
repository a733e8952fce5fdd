public import Model

/// What an alert says, and to whom: the same for alerts on KPIs and on each event.
public struct MessagePlan: Equatable, Sendable {
    /// Contacts by name; empty: the routes decide.
    public var notify: [String]
    public var summary: TextTemplate
    public var detail: TextTemplate
    public var owner: String
    public var runbook: String
    public var labels: Labels
    /// Of all that is said.
    public var tongue: Tongue

    public init(
        notify: [String] = [], summary: TextTemplate = TextTemplate(),
        detail: TextTemplate = TextTemplate(), owner: String = "", runbook: String = "",
        labels: Labels = Labels(), tongue: Tongue = .english
    ) {
        self.notify = notify
        self.summary = summary
        self.detail = detail
        self.owner = owner
        self.runbook = runbook
        self.labels = labels
        self.tongue = tongue
    }
}
