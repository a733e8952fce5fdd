import Model
import Plans

/// The life of one group on one alert's ladder, as a value.
///
///                 a rung holds           … for as long as it asks
///        ok ───────────────────▶ pending ─────────────────────▶ firing(severity) ──┐ a higher rung ripens,
///         ▲                         │ none holds                  ▲   │     ▲      │ or only a lower one
///         ├─────────────────────────┘                    a rung   │   │     └──────┘ is left
///         │      `recover` holds for as long as it asks   ripens  │   │ no value for as long as
///         ├──────────────────────────────────────────────────────┼───┤ `no data` asks
///         │      a value again, and no rung holds                │   ▼
///         └─────────────────────────────────────────────────── noData
///
/// It knows no clock: time comes with the verdict. Time in which nothing can be told (no value, too few samples) is left
/// out of every "for": a rung ripens only by what was seen.
struct AlertMachine: Equatable, Sendable {
    private(set) var state = AlertState.ok
    /// For each severity, how long its rung has held; nil: it does not hold.
    private var held: [Interval?] = [nil, nil, nil]
    private var calm: Interval?
    private var judgedAt: Timestamp?
    private var emptySince: Timestamp?

    init() {}

    /// Whether nothing can happen but by another value: then it need not be asked again before one comes.
    func isAtRest(under policy: Policy) -> Bool {
        if case .alarm = policy.noData, emptySince != nil, state != .noData { return false }
        return held.allSatisfy { $0 == nil } && calm == nil
    }

    /// The new state and why, if the verdict makes for another one.
    mutating func step(_ verdict: Verdict, at now: Timestamp, under policy: Policy)
        -> Step?
    {
        let elapsed = judgedAt.map { now - $0 } ?? .zero
        judgedAt = now
        if case .noValue = verdict { return stepWithoutValue(at: now, under: policy) }
        emptySince = nil
        guard case .judged(let breached, let recovers) = verdict else { return nil }
        hold(breached, recovers, for: elapsed)
        guard let next = next(under: policy, recovers) else { return nil }
        return move(to: next, because: next == .ok ? .recovered : .judged)
    }

    private mutating func stepWithoutValue(at now: Timestamp, under policy: Policy) -> Step? {
        let since = emptySince ?? now
        emptySince = since
        switch policy.noData {
        case .keep: return nil
        case .ok: return move(to: .ok, because: .noData)
        case .alarm(_, let after):
            return now - since >= after ? move(to: .noData, because: .noData) : nil
        }
    }

    private mutating func hold(_ breached: Severities, _ recovers: Bool, for elapsed: Interval) {
        for severity in Severity.allCases {
            let place = Int(severity.rawValue)
            held[place] =
                breached.contains(severity) ? held[place].map { $0 + elapsed } ?? .zero : nil
        }
        calm = recovers ? calm.map { $0 + elapsed } ?? .zero : nil
    }

    private func next(under policy: Policy, _ recovers: Bool) -> AlertState? {
        let ripe = Severity.allCases.last { severity in
            guard let asked = policy.lasting[severity] else { return false }
            return held[Int(severity.rawValue)].map { $0 >= asked } ?? false
        }
        let holds = held.contains { $0 != nil }
        let isCalm = recovers && calm.map { $0 >= policy.calmLasting } == true
        switch state {
        case .ok, .pending: return ripe.map(AlertState.firing) ?? (holds ? .pending : .ok)
        case .firing: return ripe.map(AlertState.firing) ?? (isCalm ? .ok : nil)
        case .noData: return ripe.map(AlertState.firing) ?? (holds ? nil : .ok)
        }
    }

    private mutating func move(to next: AlertState, because reason: Step.Reason) -> Step? {
        guard next != state else { return nil }
        let step = Step(from: state, to: next, reason: reason)
        state = next
        if next == .ok {
            held = [nil, nil, nil]
            calm = nil
        }
        return step
    }

    struct Step: Equatable, Sendable {
        enum Reason: Equatable, Sendable { case judged, recovered, noData }
        var from: AlertState
        var to: AlertState
        var reason: Reason
    }
}

/// What one judgement says of a group.
enum Verdict: Equatable, Sendable {
    /// Which rungs hold, and whether what ends the incident does.
    case judged(Severities, recovers: Bool)
    /// There is a value, but of too few samples: it is shown, and changes nothing.
    case tooFewSamples
    case noValue
}

/// A set of severities.
struct Severities: OptionSet, Sendable {
    let rawValue: UInt8

    init(rawValue: UInt8) { self.rawValue = rawValue }
    init(_ severity: Severity) { rawValue = 1 << severity.rawValue }

    func contains(_ severity: Severity) -> Bool { contains(Severities(severity)) }
    mutating func insert(_ severity: Severity) { insert(Severities(severity)) }
}

/// What an alert's clauses ask of its machines.
struct Policy: Sendable {
    /// How long each rung must hold; a severity without a rung is absent.
    var lasting: [Severity: Interval]
    var calmLasting: Interval
    var noData: NoData

    init(lasting: [Severity: Interval], calmLasting: Interval = .zero, noData: NoData = .keep)
    {
        self.lasting = lasting
        self.calmLasting = calmLasting
        self.noData = noData
    }

    init(_ alert: AlertPlan) {
        lasting = Dictionary(
            alert.ladder.map { ($0.severity, $0.when.lasting) }, uniquingKeysWith: { $1 })
        calmLasting = alert.recover?.lasting ?? .zero
        noData = alert.noData
    }
}

extension AlertMachine: Savable {
    func save(to writer: inout ByteWriter) {
        writer.write(state)
        for interval in held + [calm] { writer.write(interval?.nanoseconds ?? -1) }
        writer.write(judgedAt)
        writer.write(emptySince)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        state = try AlertState(from: &reader)
        var intervals: [Interval?] = []
        for _ in 0..<4 {
            let nanoseconds = try reader.integer(Int64.self)
            intervals.append(nanoseconds < 0 ? nil : Interval(nanoseconds: nanoseconds))
        }
        held = Array(intervals.prefix(3))
        calm = intervals[3]
        judgedAt = try reader.optional()
        emptySince = try reader.optional()
    }
}
