import Model

/// The time that truly is, by which things are scheduled, and the time that the clock shows, which
/// may be put forward and back, or stand still.
struct SimulatedClock {
    private(set) var truth: Timestamp
    private var skew = Interval.zero
    /// While it stands still: what it shows, until when, and whether it then knows what it missed.
    private var stall: (shown: Timestamp, until: Timestamp, catchesUp: Bool)?
    private var stalled = Interval.zero

    init(_ start: Timestamp) { truth = start }

    var shown: Timestamp { stall?.shown ?? truth + skew }

    /// True time without that in which the clock stood still: what has waited so long may be asked
    /// to be done.
    var awake: Timestamp { (stall.map { $0.shown - skew } ?? truth) - stalled }

    /// When it will show `time`, as things stand.
    func truth(at time: Timestamp) -> Timestamp { stall?.until ?? time - skew }

    mutating func pass(to time: Timestamp) {
        truth = max(truth, time)
        if let stall, truth >= stall.until { endStall() }
    }

    /// Also ends a standstill.
    mutating func put(by step: Interval) {
        endStall()
        skew = skew + step
    }

    mutating func standStill(for length: Interval, catchesUp: Bool) {
        guard stall == nil else { return }
        stall = (shown, truth + length, catchesUp)
    }

    /// Puts it right, but not behind what was seen of it.
    mutating func mend(notBefore seen: Timestamp) {
        endStall()
        skew = max(skew, seen - truth)
    }

    private mutating func endStall() {
        guard let stall else { return }
        self.stall = nil
        let missed = truth + skew - stall.shown
        stalled = stalled + missed
        if !stall.catchesUp { skew = skew - missed }
    }
}
