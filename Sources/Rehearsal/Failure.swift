public import Core
public import Model
public import Plans

/// An expectation that was not fulfilled: what came instead, and what led to it.
public struct Failure: Sendable {
    /// Facts; the sentences are made in `Failure+Text.swift`.
    public enum Fault: Sendable {
        /// No group has these tags; these there were.
        case noSuchGroup(seen: [Labels])
        /// Between two times it never had the state.
        case neverBecame(from: Timestamp, to: Timestamp)
        /// At that time it had a state that it should not have.
        case was(AlertState, at: Timestamp)
        case valued(Double?, at: Timestamp)
        case told(Int, from: Timestamp, to: Timestamp)
    }

    /// A message, as far as a failure tells of it.
    public struct Message: Sendable {
        public var time: Timestamp
        public var contact: String
        public var text: String
    }

    public var expectation: ExpectationPlan
    public var fault: Fault
    /// Of which it is true.
    public var group = Labels()
    /// What became of the alert in that group.
    public var story: [Transition] = []
    /// What was told to the contact in question, or to anybody.
    public var messages: [Message] = []
    public var course: Course?
    /// Limits of the alert on that KPI.
    public var limits: [PlotLimit] = []
    /// From the beginning of the test to its end.
    public var span: ClosedRange<Timestamp>
    /// Events that did not count, and what was said of the first.
    public var refused = 0
    public var firstRefusal = ""
}
