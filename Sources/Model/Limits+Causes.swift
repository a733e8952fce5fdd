/// What bounds the search for causes.
extension Limits {
    /// Tags by which one alert explains a change. Beyond: an error when rules are checked.
    public static let tagsOfExplanation = 5
    /// Segments of one alert that are told apart. Beyond: what comes of new ones counts as
    /// `(others)`, which is never named as a cause.
    public static let leavesPerAlert = 2_000
    /// Causes that are found for one change.
    public static let causesFound = 8
    /// Causes that a message to people names. A message to programs has all.
    public static let causesShown = 3
    /// Weeks after which an hour is hardly remembered when what is usual is asked for.
    public static let weeksOfUsual = 4
    /// How long what comes in waits before it counts as usual, at most: as long as a window, so
    /// that what raises an alert is not compared with itself.
    public static let longestHoldback = Interval.days(7)
    /// How long what comes in during an incident is left out of what is usual. Beyond: it may be
    /// the new normal, and is learnt.
    public static let longestUnusual = Interval.days(7)
    /// Incidents that are kept for people to look at: the newest. Beyond: the oldest is forgotten.
    public static let incidentsKept = 500
    /// Texts that are kept of one segment: the newest.
    public static let quotesPerLeaf = 3
    /// Characters of a text that is quoted. Beyond: it is cut.
    public static let quoteLength = 280
}
