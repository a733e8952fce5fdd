public import Model

/// Makes alarms of what a detector says, as many false ones as a budget allows.
///
/// Two judgements in a row must be unlikely, in the same direction; or one, by so much more. How
/// unlikely is learnt of each group: the bar stands where its own quiet past would have passed it
/// as often as the budget says (`Episodes`).
///
///          evidence passes the bar                          it stays below ⅗ of the bar
///     calm ─────────────────────────▶ anomalous ──────────────────────────────────────▶ calm
///
/// What comes back to the former normal after an anomaly is calm, for as long again as the anomaly
/// lasted: a detector that has taken the anomaly for the new normal would call it one.
///
/// - Complexity: O(1) amortised; 176 bytes a group.
public struct Trigger: Sendable {
    /// Judgements for one false alarm.
    private let patience: Double
    /// Judgements that share samples, or follow each other closely: one episode.
    private let run: Int
    private let every: Interval
    /// The bar never stands higher. A group in which much is wrong would else learn that this is
    /// how it is, and fall silent; one whose evidence says half as much again as it means is still
    /// kept within its budget.
    private let highestBar: Double

    /// By how much more evidence a single judgement must have that is not confirmed.
    private static let alone = 1.5
    /// Below it no episode is noted.
    private static let floor = 0.4
    /// Judgements before the first alarm.
    private static let learning: UInt32 = 20
    /// How much of a value is learnt while its group alerts: little, for it may be the anomaly; all
    /// of it in the first two weeks, in which every day is new.
    private static let weightOfAlerting = 0.1
    private static let novelty = Interval.days(14)
    /// The bar is set anew each so many judgements.
    private static let period: UInt32 = 16

    /// - Parameters:
    ///   - alarms: false ones that are put up with in such a time.
    ///   - every: from one judgement to the next.
    ///   - over: the window behind a value.
    public init(_ alarms: Double, per length: Interval, every: Interval, over: Interval) {
        let step = max(every.seconds, 1e-9)
        patience = max(2, length.seconds / step / alarms)
        self.every = every
        highestBar = 1.5 * Episodes().bar(passedOnceIn: patience)
        run = Int(min(max(over.seconds / step, 3), 200))
    }

    public struct Memory: Equatable, Sendable {
        private(set) var episodes = Episodes()
        /// With its direction as its sign.
        fileprivate var last: Float = 0
        /// Of the episode that goes on; negative: none does.
        fileprivate var peak: Float = -1
        /// Judgements since it was last above the floor.
        fileprivate var below: UInt16 = 0
        fileprivate var age: UInt32 = 0
        /// Above which evidence is an alarm.
        public fileprivate(set) var bar: Float = 0
        fileprivate var alarm: Alarm?
        fileprivate var former: Former?

        public init() {}

        /// What goes on.
        fileprivate struct Alarm: Equatable {
            var since: Timestamp
            var isHigh: Bool
            /// Judgements since it was last well above what is usual.
            var calm: UInt16 = 0
        }

        /// What was normal before the last anomaly, as long as that is remembered.
        fileprivate struct Former: Equatable {
            var expected: Float
            var scale: Float
            var isHigh: Bool
            var until: Timestamp?
        }

        fileprivate mutating func note(_ evidence: Double, run: Int, memory: Double) {
            episodes.pass(memory)
            if evidence >= Trigger.floor {
                peak = max(peak, Float(evidence))
                below = 0
            } else if peak >= 0 {
                below += 1
                guard Int(below) >= run else { return }
                episodes.end(atPeak: Double(peak))
                peak = -1
            }
        }
    }

    /// How much of the next value is to be learnt.
    public func weight(whileAlerting isAlerting: Bool, _ memory: Memory) -> Double {
        isAlerting && every.seconds * Double(memory.age) > Self.novelty.seconds
            ? Self.weightOfAlerting : 1
    }

    public func step(
        _ finding: Finding, of value: Double, at time: Timestamp, _ memory: inout Memory
    ) -> Judgement {
        guard let surprise = finding.surprise else {
            memory.last = 0
            return .learning
        }
        let evidence = evidence(surprise, &memory)
        memory.note(evidence, run: run, memory: max(4 * patience, 20_000))
        if memory.age % Self.period == 0 {
            memory.bar = Float(min(highestBar, memory.episodes.bar(passedOnceIn: patience)))
        }
        memory.age += 1
        if memory.alarm != nil {
            end(surprise, at: time, &memory)
        } else if evidence >= Double(memory.bar), memory.age > Self.learning,
            !isWayBack(surprise, value, at: time, &memory)
        {
            begin(surprise, at: time, &memory)
        }
        return memory.alarm == nil ? .calm(surprise) : .anomalous(surprise)
    }

    /// What two judgements in a row agree on, or one alone.
    private func evidence(_ surprise: Surprise, _ memory: inout Memory) -> Double {
        let now = surprise.evidence.isFinite ? min(max(surprise.evidence, 0), 1_000) : 0
        let isConfirmed = (memory.last > 0) == surprise.isHigh
        let before = isConfirmed ? Double(abs(memory.last)) : 0
        memory.last = Float(surprise.isHigh ? now : -now)
        return max(min(now, before), now - Self.alone)
    }

    private func begin(_ surprise: Surprise, at time: Timestamp, _ memory: inout Memory) {
        memory.alarm = Memory.Alarm(since: time, isHigh: surprise.isHigh)
        memory.former = surprise.expected.map {
            Memory.Former(
                expected: Float($0), scale: Float(surprise.scale ?? 0), isHigh: surprise.isHigh)
        }
    }

    private func end(_ surprise: Surprise, at time: Timestamp, _ memory: inout Memory) {
        guard var alarm = memory.alarm else { return }
        let isOut = surprise.evidence >= 0.6 * Double(memory.bar)
        alarm.calm = isOut && surprise.isHigh == alarm.isHigh ? 0 : alarm.calm + 1
        memory.alarm = alarm
        guard Int(alarm.calm) >= min(run, 10) else { return }
        memory.former?.until = time + (time - alarm.since)
        memory.alarm = nil
    }

    /// Whether it is nothing but the end of what was told before.
    private func isWayBack(
        _ surprise: Surprise, _ value: Double, at time: Timestamp, _ memory: inout Memory
    ) -> Bool {
        guard let former = memory.former, let until = former.until else { return false }
        guard time <= until else {
            memory.former = nil
            return false
        }
        let distance = abs(value - Double(former.expected))
        let gone = surprise.expected.map { abs($0 - Double(former.expected)) } ?? 0
        return surprise.isHigh != former.isHigh
            && distance <= max(3 * Double(former.scale), gone / 3)
    }
}

extension Trigger.Memory: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(episodes)
        writer.write(last.bitPattern)
        writer.write(peak.bitPattern)
        writer.write(below)
        writer.write(age)
        writer.write(bar.bitPattern)
        writer.write(alarm)
        writer.write(former)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        episodes = try reader.value()
        last = Float(bitPattern: try reader.integer())
        peak = Float(bitPattern: try reader.integer())
        below = try reader.integer()
        age = try reader.integer()
        bar = Float(bitPattern: try reader.integer())
        guard bar.isFinite, peak.isFinite, last.isFinite, below < UInt16.max, age < UInt32.max
        else { throw DamagedBytes("evidence without measure") }
        alarm = try reader.optional()
        former = try reader.optional()
    }
}

extension Trigger.Memory.Alarm: Savable {
    fileprivate func save(to writer: inout ByteWriter) {
        writer.write(since)
        writer.write(isHigh)
        writer.write(calm)
    }

    fileprivate init(from reader: inout ByteReader) throws(DamagedBytes) {
        since = try reader.timestamp()
        isHigh = try reader.bool()
        calm = try reader.integer()
        guard calm < UInt16.max else { throw DamagedBytes("a calm without end") }
    }
}

extension Trigger.Memory.Former: Savable {
    fileprivate func save(to writer: inout ByteWriter) {
        writer.write(expected.bitPattern)
        writer.write(scale.bitPattern)
        writer.write(isHigh)
        writer.write(until)
    }

    fileprivate init(from reader: inout ByteReader) throws(DamagedBytes) {
        expected = Float(bitPattern: try reader.integer())
        scale = Float(bitPattern: try reader.integer())
        isHigh = try reader.bool()
        until = try reader.optional()
    }
}
