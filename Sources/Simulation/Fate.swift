import Model

/// Decides what goes wrong in one run, and how badly.
///
/// Each fault is there or not, and if it is, at a rate of its own. Each has its own generator: a
/// run without one of them meets the others where it met them before, as far as it can.
///
/// - Source: "swarm testing" of Groce et al., ISSTA 2012: runs without a fault reach states that
///  its presence hides.
struct Fate: Sendable {
    private struct Die {
        var rate: Double
        var random: SplitMix64
    }

    private var dice: [Die]
    /// Nothing goes wrong any more.
    var isCalm = false
    /// What happens the next time it can, whatever the rates.
    var forced: Fault?

    /// - Parameter spared: faults that do not come, whatever is drawn.
    init(seed: UInt64, without spared: Set<Fault> = []) {
        var random = SplitMix64(seed: seed)
        dice = Fault.allCases.map { fault in
            let isThere = Bool.random(using: &random)
            let rate = Double.random(in: 0...fault.most, using: &random)
            return Die(
                rate: isThere && !spared.contains(fault) ? rate : 0,
                random: SplitMix64(seed: random.next()))
        }
    }

    func rate(_ fault: Fault) -> Double { isCalm ? 0 : dice[fault.rawValue].rate }

    /// What is there in this run, in the order of the list.
    var present: [Fault] { Fault.allCases.filter { dice[$0.rawValue].rate > 0 } }

    mutating func happens(_ fault: Fault) -> Bool {
        if forced == fault {
            forced = nil
            return true
        }
        guard !isCalm, dice[fault.rawValue].rate > 0 else { return false }
        return Double.random(in: 0..<1, using: &dice[fault.rawValue].random)
            < dice[fault.rawValue].rate
    }

    /// How much of it.
    mutating func draw(_ fault: Fault, _ range: ClosedRange<Int64>) -> Int64 {
        .random(in: range, using: &dice[fault.rawValue].random)
    }

    /// Which of several.
    mutating func pick<Choice>(_ fault: Fault, _ choices: [Choice]) -> Choice {
        choices[Int(draw(fault, 0...Int64(choices.count - 1)))]
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
