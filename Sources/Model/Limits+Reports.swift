// Reports over recordings: `vigie relate`, `compare`, `goals` and `digest`.
extension Limits {
    /// How far apart two KPIs may be related, in steps. Beyond: the command is refused.
    public static let lagsRelated = 60
    /// Groups that are related one by one, those with most values first. Beyond: they are left out,
    /// and it is said how many.
    public static let groupsRelated = 20
    /// Steps in which both KPIs of a group must have a value. Fewer: the group is left out.
    public static let fewestStepsRelated = 28
    /// Samples behind a value that does not grow with its window, such as a mean. Fewer: it is
    /// passed over where values are related or a trend is drawn.
    public static let fewestSamplesReported = 5
    /// How many values before may tell the next one, where series are freed of their memory.
    public static let longestMemory = 6
    /// Panes that a window of a report is cut into, at most: a time that is asked for is moved to
    /// the next pane end.
    public static let panesPerReport = 2_016
    /// Groups that are compared. Beyond: their number is said.
    public static let groupsCompared = 50
    /// Days whose values a trend is drawn through.
    public static let daysOfTrend = 28
    /// Incidents of an alert in one digest from which it is asked whether anybody acts on them.
    public static let ignoredAlert = 5
    /// Lines of one part of a digest. Beyond: how many more there are is said.
    public static let digestLines = 8
}
