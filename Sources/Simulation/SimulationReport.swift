/// What became of one run.
public struct SimulationReport: Codable, Equatable, Sendable {
    public struct Failure: Codable, Equatable, Sendable {
        public var promise: Promise
        /// What is wrong, and when.
        public var words: String
        /// What happened before, oldest first, a line a happening.
        public var story: [String]
        /// What can go wrong in this run, and how often.
        public var faults: [String]
    }

    public var trial: Trial
    public var events = 0
    public var crashes = 0
    public var damages = 0
    public var transitions = 0
    public var deliveries = 0
    /// Of all that was said and of the state at the end.
    public var digest = ""
    /// What broke; nil: all was well.
    public var failure: Failure?
    /// Whether a run with a mishap ended before it came to it.
    public var metNoMishap = false

    init(_ trial: Trial) { self.trial = trial }

    /// Unseed: what the same seed gave in another process must be the same. Gives the report that
    /// stands for both.
    public func compared(with twin: SimulationReport) -> SimulationReport {
        guard failure == nil, twin != self else { return self }
        var report = self
        report.failure = Failure(
            promise: .unseed,
            words: "seed \(trial.seed) gave \(brief) in one process and \(twin.brief) in another",
            story: [], faults: [])
        return report
    }

    private var brief: String {
        "digest \(digest) after \(events) events" + (failure.map { " (\($0.words))" } ?? "")
    }

    /// A failure as a story: what broke, what happened before it, and how to see it again.
    public var story: String? {
        guard let failure else { return nil }
        return """
            BROKEN: \(failure.promise.rawValue)
              \(failure.words)
            faults in this run: \(failure.faults.joined(separator: ", "))
            the last minutes before it:
            \(failure.story.joined(separator: "\n"))
            again: \(trial.command)
            """
    }
}
