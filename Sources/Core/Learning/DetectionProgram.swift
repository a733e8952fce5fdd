import Model
import Plans
import PluginKit

/// One `is anomalous` of an alert, linked to its detector.
struct DetectionProgram: Sendable {
    let plan: AnomalyPlan
    let trigger: Trigger
    private let kind: DetectorKind

    init(_ plan: AnomalyPlan, with registry: Registry) {
        guard let kind = registry.detector(plan.detector) else {
            preconditionFailure("the plan asks a detector that there is not: \(plan.detector)")
        }
        self.kind = kind
        self.plan = plan
        let alarms: FalseAlarms =
            switch plan.bar {
            case .budget(let alarms): alarms
            // What is kept of the trigger then is how an alarm begins and ends.
            case .discoveries: .standard
            }
        trigger = Trigger(
            alarms.count, per: alarms.per, every: plan.subject.every, over: plan.subject.over)
    }

    func makeMemories() -> any DetectorMemories {
        kind.makeMemories(plan.arguments, plan.subject)
    }

    var asksSiblings: Bool { kind.type.asksSiblings }

    /// What one group takes in memory.
    var bytesPerGroup: Int {
        makeMemories().bytesPerGroup + MemoryLayout<Trigger.Memory>.stride
    }
}

/// What one `is anomalous` remembers of each group.
struct Detection: Sendable {
    var memories: any DetectorMemories
    var triggers: [Trigger.Memory] = []
    /// The rows that were discoveries the last time, where it is these that count.
    var outLast: Set<Int> = []

    init(_ program: DetectionProgram) { memories = program.makeMemories() }

    mutating func judge(
        _ seen: Observation, row: Int, by program: DetectionProgram, isAlerting: Bool
    ) -> Judgement {
        while triggers.count <= row { triggers.append(Trigger.Memory()) }
        var observation = seen
        observation.weight = program.trigger.weight(
            whileAlerting: isAlerting, triggers[row])
        return program.trigger.step(
            memories.judge(observation, row: row), of: observation.value, at: observation.time,
            &triggers[row])
    }

    mutating func inherit(_ old: Detection, row: Int, as place: Int) {
        guard row < old.triggers.count else { return }
        while triggers.count <= place { triggers.append(Trigger.Memory()) }
        triggers[place] = old.triggers[row]
        memories.inherit(old.memories, row: row, as: place)
        if old.outLast.contains(row) { outLast.insert(place) }
    }
}

extension Detection {
    func save(to writer: inout ByteWriter) {
        memories.save(to: &writer)
        writer.write(triggers)
        writer.write(UInt32(outLast.count))
        for row in outLast.sorted() { writer.write(Int64(row)) }
    }

    mutating func load(from reader: inout ByteReader) throws(DamagedBytes) {
        try memories.load(from: &reader)
        triggers = try reader.values(Trigger.Memory.self)
        guard triggers.count == memories.count else {
            throw DamagedBytes("a detector that knows other groups than its trigger")
        }
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            outLast.insert(Int(try reader.integer(Int64.self)))
        }
    }
}

extension AnomalyPlan {
    /// Whether a judgement is what is asked for; nil: it cannot be told yet.
    func holds(_ judgement: Judgement, of value: Double) -> Bool? {
        switch judgement {
        case .learning: nil
        case .calm: false
        case .anomalous(let surprise):
            asks(for: surprise) && isEnough(value, surprise.expected)
        }
    }

    /// Whether it lies on the side that is asked for.
    func asks(for surprise: Surprise) -> Bool {
        direction == nil || (direction == .high) == surprise.isHigh
    }

    private func isEnough(_ value: Double, _ expected: Double?) -> Bool {
        guard let atLeast, let expected else { return true }
        let effect = abs(value - expected)
        return switch atLeast {
        case .share(let share): effect >= share * abs(expected)
        case .amount(let amount): effect >= amount
        }
    }
}
