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
    /// Alerts that keep it quiet while they fire for a group of the same tags.
    public var unless: [String]
    /// Judged and written down, and never told.
    public var isShadow: Bool
    public var bundle: Bundle?

    /// Those that open within so long of the first, with the same values of these tags, are told
    /// together.
    public struct Bundle: Equatable, Sendable {
        public var by: [String]
        public var within: Interval

        public init(by: [String] = [], within: Interval) {
            self.by = by
            self.within = within
        }
    }

    public init(
        notify: [String] = [], summary: TextTemplate = TextTemplate(),
        detail: TextTemplate = TextTemplate(), owner: String = "", runbook: String = "",
        labels: Labels = Labels(), unless: [String] = [], isShadow: Bool = false,
        bundle: Bundle? = nil, tongue: Tongue = .english
    ) {
        self.notify = notify
        self.summary = summary
        self.detail = detail
        self.owner = owner
        self.runbook = runbook
        self.labels = labels
        self.unless = unless
        self.isShadow = isShadow
        self.bundle = bundle
        self.tongue = tongue
    }
}
