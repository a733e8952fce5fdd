public import Calendars

/// A window of the calendar.
public struct PeriodPlan: Hashable, Sendable {
    public var period: Period
    /// Whether it is judged only once it is over.
    public var isClosedOnly: Bool

    public init(_ period: Period, isClosedOnly: Bool = false) {
        self.period = period
        self.isClosedOnly = isClosedOnly
    }
}
