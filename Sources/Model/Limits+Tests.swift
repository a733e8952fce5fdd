/// Bounds of the tests in rules.
extension Limits {
    /// How long a test may last, by the clock of its events. Beyond: an error when rules are
    /// checked.
    public static let testLength = Interval.days(400)
    /// Events that all feeds of one test send. Beyond: an error when rules are checked.
    public static let eventsPerTest = 1_000_000
    /// The same for all its runs. Beyond: an error when rules are checked.
    public static let eventsOfAllRuns = 10_000_000
    /// Times that a test with `for any` runs, if it does not say.
    public static let standardTestRuns = 100
    /// Times that it may run. Beyond: an error when rules are checked.
    public static let testRuns = 10_000
    /// Runs that the search for the smallest counter-example may take. Beyond: the smallest found
    /// so far is shown.
    public static let shrinkingRuns = 200
    /// How long a test goes on after its last feed, on top of its longest window and its longest
    /// `for`, where an expectation does not say when it ends.
    public static let testTail = Interval.hours(1)
}
