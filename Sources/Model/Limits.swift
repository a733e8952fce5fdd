/// Every bound that is not a setting, with what happens at it.
public enum Limits {
    /// How far ahead of the clock a point may be. Beyond: refused as `early`, for one host with a
    /// wrong clock must not empty windows.
    public static let ahead = Interval.minutes(5)
    /// How far the clock of arrivals may run before the ticks. Beyond: the engine ticks by itself.
    public static let clockGap = Interval.minutes(1)
    /// Complaints told to one sender. Beyond: counted, not told.
    public static let complaintsPerBatch = 20
    /// Panes that `every` gives a window when the rule does not say. A rule may ask for more, up to
    /// `panesPerWindow`.
    public static let standardPanes = 240
    /// Panes of one window. Beyond: an error when rules are checked.
    public static let panesPerWindow = 4_000
    /// How deep an expression of the rules may nest. Beyond: an error when rules are checked.
    public static let nesting = 100
    /// Names among which "did you mean" is looked for. Beyond: a mistake is told without it.
    public static let suggestionNames = 5_000
    /// Groups of one KPI, if the rule says nothing. Beyond: points of new groups are counted and
    /// not folded.
    public static let groupsPerKPI = 10_000
    /// Series in all. Beyond: points of new series are refused as `series limit`.
    public static let series = 1_000_000
    /// Fields of one stream. Beyond: an error when rules are checked.
    public static let fieldsPerStream = 64
    /// Bytes of one line. Beyond: the line is refused.
    public static let lineBytes = 65_536
    /// How long a delivery is tried. Beyond: it stays in the outbox as expired.
    public static let deliveryAge = Interval.hours(24)
    /// How far `ago` and `slope` may look back. Beyond: an error when rules are checked.
    public static let longestLookBack = Interval.days(371)
    /// Values of one group that are kept for `ago` and `slope`, evenly over the time that they look
    /// back on: of a week one for every half hour. A KPI judged more often is seen to within that.
    public static let pastLength = 336
    /// Judgements that a budget must leave for one false alarm. Fewer: an error when rules are
    /// checked.
    public static let judgementsPerFalseAlarm = 20
    /// Weeks that `baseline` looks back on. Beyond: an error when rules are checked.
    public static let weeksOfBaseline = 12
    /// How far `forecast` looks ahead. Beyond: an error when rules are checked.
    public static let longestForecast = Interval.days(28)
    /// How long an alert keeps its own values out of what it learns. Beyond: they may be the new
    /// normal, and are learnt again.
    public static let longestUnlearning = Interval.days(1)
    /// How long silence is learnt where nothing comes in at all. Beyond: nothing is judged until
    /// something comes.
    public static let longestLearntSilence = Interval.days(35)
    /// Days for which one `open` of a calendar may give hours of their own. Beyond: an error when
    /// rules are checked.
    public static let daysOfOneClause = 400
    /// Others of a bundle that a message to people lists. Beyond: their number is said; a message
    /// to programs has all.
    public static let companionsShown = 20
    /// How long a bundle may hold messages back. Beyond: an error when rules are checked.
    public static let longestBundle = Interval.minutes(15)
    /// Longest wait between two tries of a delivery.
    public static let longestBackOff = Interval.minutes(5)
    /// Deliveries in flight to one contact.
    public static let inFlightPerContact = 4
    /// Deliveries that wait for one contact. Beyond: the oldest that was never tried is marked
    /// expired, and counted.
    public static let outboxPerContact = 10_000
    /// Finished deliveries kept for people to look at.
    public static let finishedDeliveries = 1_000
    /// Events of which an alert on each tells in one second. Beyond: counted, and said once.
    public static let occurrencesPerSecond = 1_000
    /// Values that `once per` of one alert remembers. Beyond: the oldest is forgotten, and may be
    /// told again.
    public static let onceKeys = 100_000
    /// KPIs with alerts that one owner can be expected to look after. Beyond: `check` notes it.
    public static let kpisOfOneOwner = 30
    /// Years for which a benchmark is taken for news. Beyond: a warning when rules are checked.
    public static let yearsOfBenchmark = 3
    /// Groups that a picture of a KPI shows. Beyond: their number is said.
    public static let pictureFrames = 24
    /// Equal events that one line may stand for.
    public static let weight = 1_000_000
}
