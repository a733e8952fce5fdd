public import Model

/// What must follow an event: another event, later and not too late, that has the same values in
/// some columns.
public struct FollowPlan: Hashable, Sendable {
    /// Of the event that follows.
    public var stream: String
    public var filter: Predicate
    /// Tags or fields that both streams have.
    public var on: [String]
    /// How long after the first at most.
    public var within: Interval

    public init(stream: String, filter: Predicate = .always, on: [String], within: Interval) {
        self.stream = stream
        self.filter = filter
        self.on = on
        self.within = within
    }
}
