// How much is told of, and for how long it is remembered.
extension Limits {
    /// Openings in one minute that a contact is told of one by one, where its settings say nothing,
    /// and twice as many of which the last are critical. Beyond: one message a minute counts them.
    public static let stormOpenings = 30
    /// Incidents that a bulletin names. Beyond: they are counted.
    public static let incidentsInBulletin = 20
    /// Alerts that a bulletin counts by name. Beyond: they are in the sum alone.
    public static let alertsInBulletin = 10
    /// Openings of an alert in a digest's time of which nobody acknowledged one. Beyond: it asks
    /// whether they are worth telling.
    public static let ignoredOpenings = 5
    /// Openings of one group within `flappingTime` that make it flap: no more is told before it has
    /// been calm, or steady, for as long.
    public static let flappingOpenings = 5
    public static let flappingTime = Interval.hours(1)
    /// Messages to come that the API tells of. Beyond: they are left out.
    public static let upcomingShown = 1_000
    /// Silences that have not expired. Beyond: a new one is refused.
    public static let silences = 10_000
    /// How long an expired silence is kept for people to look at.
    public static let silenceAge = Interval.days(5)
    /// Alerts of others that are open. Beyond: new ones are refused.
    public static let receivedAlerts = 20_000
    /// How long an alert of others lasts that says no end and is not sent again.
    public static let receivedAlertAge = Interval.minutes(5)
    /// Steps that an incident remembers: the first and the newest. Beyond: those between are
    /// forgotten.
    public static let movesPerIncident = 50
    /// Values of a KPI before a message that it may show.
    public static let trailValues = 48
    /// Groups of an alert of which such values are kept. Beyond: messages show none.
    public static let trailsPerAlert = 1_000
    /// Characters, as Unicode counts them, that are shown of a receiver's answer. Beyond: they are
    /// left out.
    public static let answerShown = 120
    /// Characters of a regular expression in a matcher. Beyond: it is refused.
    public static let patternLength = 1_000
    /// How often a part of one may be said to be repeated, as in RE2. Beyond: it is refused.
    public static let patternRepetitions = 1_000
    /// Steps of its program, once its repetitions are written out. Beyond: it is refused.
    public static let patternStates = 2_000
}
