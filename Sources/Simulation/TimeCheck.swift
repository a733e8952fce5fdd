import Core
import Model

/// Time does not run back: not the engine's clock, and not by lines that come late and would have
/// made for another verdict.
struct TimeCheck {
    private var clock = Timestamp.distantPast
    private var standing: [EngineStatus.Incident]?

    /// Before an engine hears of an event.
    mutating func look(at engine: borrowing Engine, before event: Event) {
        guard case .lines(let batch, _) = event else { return }
        // Lines that come long after the last tick are a tick as well.
        if let due = engine.nextDue, batch.arrival - due >= Limits.clockGap { return }
        standing = engine.status().incidents
    }

    /// After it has.
    mutating func check(_ engine: borrowing Engine) throws(Violation) {
        guard let standing else { return }
        self.standing = nil
        let now = engine.status().incidents
        try expect(
            now == standing, .timeDoesNotRunBack,
            "lines changed what was judged: \(standing) became \(now)")
    }

    mutating func check(clock now: Timestamp) throws(Violation) {
        try expect(now >= clock, .timeDoesNotRunBack, "the clock ran back from \(clock) to \(now)")
        clock = now
    }

    /// A restart may forget what the power took.
    mutating func beginAnew(at now: Timestamp) { clock = now }
}
