public import Model

extension Limits {
    /// Streams that are guessed from one recording. Beyond: their lines are counted, not looked at.
    public static let guessedStreams = 1_000
    /// Spellings of series that are remembered while streams are guessed. Beyond: decoded each
    /// time.
    public static let guessedSeries = 200_000
    /// Values that a guessed tag may list. Beyond: any value is allowed.
    public static let guessedTagValues = 8
    /// Values of a tag that are told apart. Beyond: "more than".
    public static let guessedTagValuesSeen = 1_000
    /// Fields of a stream that may turn out to be its id.
    public static let guessedIDs = 4
    /// Texts that are compared with one another to find ids, in all. Beyond: the first of them
    /// decide, and a comment says so.
    public static let guessedIDTexts = 2_000_000
}
