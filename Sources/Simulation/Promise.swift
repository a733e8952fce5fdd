/// What holds whatever goes wrong: the six checkers, by name.
///
/// | promise | what is compared | when |
/// |---|---|---|
/// | restart is invisible | the restored state and one without a crash, byte for byte | restart |
/// | replay is live | what the engine says, and an engine beside it | turn |
/// | told once, told at all | messages by incident, said and received | turn, end |
/// | time does not run back | the engine's clock, times of steps, what stands judged | turn |
/// | limits hold | series, groups, outbox, bytes of state, files on disk | 100 turns |
/// | unseed | the whole report, in two processes whose hashing is seeded differently | seed |
///
/// 1. `SeededRun+Crash.swift`: also, what was restored is what the disk still held by `Folder`'s
///    own reckoning; lost is only what the power or damage took; and damage is said in words.
/// 2. `SeededRun.swift`; at the end the two states as well.
/// 3. `Story.swift` for the engine, `Receiver.swift` for who is told. First safety; then, with all
///    faults off, liveness with a bound: `SeededRun+Rest.swift`.
/// 4. `TimeCheck.swift`, `Story.swift`: no step for a pane that was judged, and no line that comes
///    late changes what stands.
/// 5. `LimitsCheck.swift`.
/// 6. `SimulationReport.compared`, by `dev sim`, which runs each seed in two processes.
///
/// That each of them can fail is shown by `Sabotage`.
public enum Promise: String, Codable, CaseIterable, Sendable {
    case restartIsInvisible = "restart is invisible"
    case replayIsLive = "replay is live"
    case toldOnceToldAtAll = "told once, told at all"
    case timeDoesNotRunBack = "time does not run back"
    case limitsHold = "limits hold"
    case unseed = "unseed"
}

/// A promise that is broken, and how.
struct Violation: Error {
    var promise: Promise
    var words: String
}

func expect(_ holds: Bool, _ promise: Promise, _ words: @autoclosure () -> String)
    throws(Violation)
{
    if !holds { throw Violation(promise: promise, words: words()) }
}
