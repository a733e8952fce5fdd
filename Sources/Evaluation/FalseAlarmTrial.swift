public import Model
public import PluginKit

/// Groups in which nothing happens live for months, and their false alarms are counted.
///
/// Each group first lives for `warmUp`, which is not counted; each draws its own data.
public struct FalseAlarmTrial: Sendable {
    public var every: Interval
    /// One false alarm in such a time is put up with.
    public var budget: Interval
    public var months: Int
    public var warmUp: Interval

    public init(every: Interval, budget: Interval, months: Int, warmUp: Interval = .days(60)) {
        self.every = every
        self.budget = budget
        self.months = months
        self.warmUp = warmUp
    }

    public struct Outcome: Sendable {
        public var alarms = 0
        public var groupMonths = 0.0
        /// Alarms for one that the budget allows.
        public var ratio: Double
    }

    public static let month = Interval.days(30)

    public func outcome(
        of kind: DetectorKind, _ arguments: Arguments = .none, on shape: QuietShape,
        groups: Range<Int>
    ) -> Outcome {
        let over = shape == .sliding ? every * 60 : every
        let trigger = Trigger(1, per: budget, every: every, over: over)
        var memories = kind.makeMemories(
            arguments, Subject(shape.nature, every: every, over: over))
        var alarms = 0
        for (row, group) in groups.enumerated() {
            alarms += self.alarms(shape, UInt64(group), trigger, &memories, row)
        }
        let groupMonths = Double(groups.count * months)
        let allowed = groupMonths * Self.month.seconds / budget.seconds
        return Outcome(
            alarms: alarms, groupMonths: groupMonths, ratio: Double(alarms) / allowed)
    }

    private func alarms(
        _ shape: QuietShape, _ seed: UInt64, _ trigger: Trigger,
        _ memories: inout any DetectorMemories, _ row: Int
    ) -> Int {
        // Some Monday; each group's week begins a little later than that of the one before.
        var time = Timestamp.zero + .days(19_997) + .hours(Int64(seed % 168))
        let start = time + warmUp
        let end = start + Self.month * Int64(months)
        var source = QuietSource(shape, seed: mixed(seed &+ 77), judgedFrom: start)
        var (memory, isOpen, count) = (Trigger.Memory(), false, 0)
        while time < end {
            time = time + every
            guard let value = source.next(at: time, every: every) else { continue }
            let observation = Observation(
                time: time, value: value, hour: WeekHour(utc: time),
                weight: trigger.weight(whileAlerting: isOpen, memory))
            let finding = memories.judge(observation, row: row)
            let judgement = trigger.step(finding, of: value, at: time, &memory)
            let wasOpen = isOpen
            isOpen = judgement.isAnomalous
            if isOpen && !wasOpen && time > start { count += 1 }
        }
        return count
    }
}

extension QuietShape {
    /// What a KPI of that shape would be.
    public var nature: Subject.Nature {
        switch self {
        case .poisson: .count
        case .lognormal: .duration
        default: .amount
        }
    }
}
