import Model

/// What goes wrong in one run: each fault is there or not, and if it is, how often.
///
/// - Source: "swarm testing" of Groce et al., ISSTA 2012: runs without a fault reach states that
///  its presence hides.
struct Faults {
    // The feed, a batch.
    var late, early, doubled, torn, burst, nonsense, stranger: Double
    // An hour of it.
    var silence, clockForward, clockBack, reload, outage, fullDisk: Double
    // A delivery.
    var busy, broken, hangs, replyLost, refuses: Double
    // A turn.
    var diskFault, kill: Double
    /// A crash that takes the power with it, or finds a bit of the newest checkpoint flipped.
    var powerCut, flippedBit: Double

    static let none = Faults { _ in 0 }

    init(_ random: inout SplitMix64) {
        self.init { most in
            Bool.random(using: &random) ? 0 : Double.random(in: 0...most, using: &random)
        }
    }

    private init(_ draw: (Double) -> Double) {
        (late, early, doubled, torn) = (draw(0.2), draw(0.1), draw(0.2), draw(0.1))
        (burst, nonsense, stranger) = (draw(0.01), draw(0.1), draw(0.05))
        (silence, clockForward, clockBack) = (draw(0.3), draw(0.15), draw(0.15))
        (reload, outage, fullDisk) = (draw(0.5), draw(0.3), draw(0.3))
        (busy, broken, hangs) = (draw(0.3), draw(0.3), draw(0.2))
        (replyLost, refuses) = (draw(0.3), draw(0.1))
        (diskFault, kill) = (draw(0.02), draw(0.02))
        (powerCut, flippedBit) = (draw(0.6), draw(0.3))
    }
}

extension SplitMix64 {
    mutating func happens(_ probability: Double) -> Bool {
        probability > 0 && Double.random(in: 0..<1, using: &self) < probability
    }

    /// A length of time, short ones more often: as a visitor comes who does not know of the others.
    mutating func wait(_ mean: Interval) -> Interval {
        let draw = Double.random(in: 0.000_001..<1, using: &self)
        // Whole microseconds and no logarithm: the same on every machine.
        let share = (1 - draw) * (1 + draw) * 1.5
        return Interval(
            nanoseconds: Int64(Double(mean.nanoseconds / 1_000) * share) * 1_000 + 1_000)
    }
}
