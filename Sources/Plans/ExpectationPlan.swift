public import Model

/// What a test expects of its rules. Times are counted from the beginning of the test.
public struct ExpectationPlan: Equatable, Sendable {
    public enum Claim: Equatable, Sendable {
        case state(Subject, Wanted, When)
        /// That it never has the state.
        case never(Subject, Wanted, Stretch)
        /// `value` nil: that there is none.
        case value(Subject, Expected, at: Interval?)
        case told(Telling)
    }

    public var claim: Claim
    /// The 1-based line where it stands, and what it says there.
    public var line: Int
    public var text: String

    public init(_ claim: Claim, line: Int, text: String) {
        self.claim = claim
        self.line = line
        self.text = text
    }

    /// An alert or a KPI, and all of its groups that have these tags.
    public struct Subject: Hashable, Sendable {
        public var name: String
        public var group: Labels

        public init(_ name: String, _ group: Labels = Labels()) {
            self.name = name
            self.group = group
        }
    }

    public struct Wanted: Equatable, Sendable {
        public var state: AlertState
        public var orWorse: Bool

        public init(_ state: AlertState, orWorse: Bool = false) {
            self.state = state
            self.orWorse = orWorse
        }

        public func fits(_ other: AlertState) -> Bool {
            if other == state { return true }
            guard orWorse, case .firing(let wanted) = state else { return orWorse && other != .ok }
            if case .firing(let severity) = other { return severity > wanted }
            return false
        }
    }

    public enum When: Equatable, Sendable {
        /// At some time in it.
        case within(Stretch)
        /// All the time.
        case throughout(Stretch)
        case at(Interval)
    }

    public struct Stretch: Equatable, Sendable {
        public var from: Interval
        /// nil: to the end of the test.
        public var to: Interval?

        public init(from: Interval = .zero, to: Interval? = nil) {
            self.from = from
            self.to = to
        }
    }

    public enum Expected: Equatable, Sendable {
        case none
        /// The tolerance on both sides of an equality.
        case number(Comparison, Double, tolerance: Double)
    }

    public struct Telling: Equatable, Sendable {
        /// nil: anybody.
        public var contact: String?
        /// nil: at least once.
        public var times: Int?
        /// All of them, in one message.
        public var containing: [String]
        public var stretch: Stretch

        public init(
            _ contact: String?, times: Int? = nil, containing: [String] = [],
            _ stretch: Stretch = Stretch()
        ) {
            self.contact = contact
            self.times = times
            self.containing = containing
            self.stretch = stretch
        }
    }
}

extension ExpectationPlan.Claim {
    /// When it is decided at the latest, where it says so.
    public var end: Interval? {
        switch self {
        case .state(_, _, .within(let stretch)), .state(_, _, .throughout(let stretch)),
            .never(_, _, let stretch):
            stretch.to
        case .state(_, _, .at(let moment)): moment
        case .value(_, _, let moment): moment
        case .told(let telling): telling.stretch.to
        }
    }
}
