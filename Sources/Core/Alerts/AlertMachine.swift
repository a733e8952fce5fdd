import Calendars
import Model
import Plans

/// The life of one group on one alert's ladder, as a value.
///
///                 a rung holds           … for as long as it asks
///        ok ───────────────────▶ pending ─────────────────────▶ firing(severity) ──┐ a higher one
///         ▲                         │ none holds                  ▲   │     ▲      │ ripens, or a
///         ├─────────────────────────┘                    a rung   │   │     └──────┘ lower is left
///         │      `recover` holds for as long as it asks   ripens  │   │ no value for as long as
///         ├──────────────────────────────────────────────────────┼───┤ `no data` asks
///         │      a value again, and no rung holds                │   ▼
///         └─────────────────────────────────────────────────── noData
///
/// It knows no clock: time comes with the verdict. Time in which nothing can be told (no value, too
/// few samples, nothing to compare with) is left out of every "for": a rung ripens only by what was
/// seen. Where there is a calendar, only its open hours count.
struct AlertMachine: Equatable, Sendable {
    private(set) var state = AlertState.ok
    /// How long each rung has held; nil: it does not hold.
    private var held = BySeverity<Interval?>(repeating: nil)
    /// While it fires, how long what ends it has held.
    private var calm: Interval?
    private var judgedAt: Timestamp?
    private var emptySince: Timestamp?
    /// Whether nothing could be told at the last verdict.
    private var isBlind = false

    init() {}

    /// Whether nothing can happen but by another value: then it need not be asked again before one
    /// comes.
    func isAtRest(under policy: Policy) -> Bool {
        if case .alarm = policy.noData, emptySince != nil, state != .noData { return false }
        return isBlind || calm == nil && !Severity.allCases.contains { isRipening($0, policy) }
    }

    private func isRipening(_ severity: Severity, _ policy: Policy) -> Bool {
        guard let held = held[severity], let asked = policy.lasting[severity] else { return false }
        return held < asked
    }

    /// The new state and why, if the verdict makes for another one.
    mutating func step(_ verdict: Verdict, at now: Timestamp, under policy: Policy)
        -> Step?
    {
        // A longer gap is rest, of which nothing was seen; none is shorter than nothing.
        let elapsed =
            judgedAt.map { policy.time(from: max($0, now - policy.every), to: now) }
            ?? .zero
        judgedAt = now
        isBlind = true
        if case .noValue = verdict { return stepWithoutValue(at: now, under: policy) }
        emptySince = nil
        guard case .judged(let breached, let untold, let recovers) = verdict else { return nil }
        isBlind = false
        hold(breached, untold, recovers, for: elapsed)
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
            let isLong = policy.time(from: since, to: now) >= after
            return isLong ? move(to: .noData, because: .noData) : nil
        }
    }

    private mutating func hold(
        _ breached: Severities, _ untold: Severities, _ recovers: Bool?, for elapsed: Interval
    ) {
        for severity in Severity.allCases where !untold.contains(severity) {
            held[severity] =
                breached.contains(severity) ? held[severity].map { $0 + elapsed } ?? .zero : nil
        }
        guard case .firing = state else { return calm = nil }
        if let recovers { calm = recovers ? calm.map { $0 + elapsed } ?? .zero : nil }
    }

    private func next(under policy: Policy, _ recovers: Bool?) -> AlertState? {
        let ripe = Severity.allCases.last { severity in
            guard let asked = policy.lasting[severity] else { return false }
            return held[severity].map { $0 >= asked } ?? false
        }
        let holds = Severity.allCases.contains { held[$0] != nil }
        let isCalm = recovers == true && calm.map { $0 >= policy.calmLasting } == true
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
        calm = nil
        if next == .ok { held = BySeverity(repeating: nil) }
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
    /// Which rungs hold, which cannot be told, and whether what ends the incident holds; nil: that
    /// cannot be told.
    case judged(Severities, untold: Severities = [], recovers: Bool?)
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
///
/// A class: it is handed on for each judgement, and a calendar alone is many arrays.
final class Policy: Sendable {
    /// How long each rung must hold; nil: there is no such rung.
    let lasting: BySeverity<Interval?>
    let calmLasting: Interval
    let noData: NoData
    /// From one judgement to the next.
    let every: Interval
    /// Whose open hours count; nil: all hours do.
    private let during: OpeningCalendar?

    init(
        lasting: [Severity: Interval], calmLasting: Interval = .zero, noData: NoData = .keep,
        every: Interval, during: OpeningCalendar? = nil
    ) {
        var rungs = BySeverity<Interval?>(repeating: nil)
        for (severity, interval) in lasting { rungs[severity] = interval }
        self.lasting = rungs
        self.calmLasting = calmLasting
        self.noData = noData
        self.every = every
        self.during = during
    }

    convenience init(_ alert: AlertPlan, every: Interval) {
        self.init(
            lasting: Dictionary(
                alert.ladder.map { ($0.severity, $0.when.lasting) },
                uniquingKeysWith: { _, last in last }),
            calmLasting: alert.recover?.lasting ?? .zero, noData: alert.noData, every: every,
            during: alert.during)
    }

    /// How much of the time from one moment to another counts.
    func time(from start: Timestamp, to end: Timestamp) -> Interval {
        guard start < end else { return .zero }
        return during?.openTime(from: start, to: end) ?? end - start
    }

    /// Whether what ends at this time is judged.
    func isOpen(until end: Timestamp) -> Bool {
        during?.isOpen(at: end - .nanoseconds(1)) ?? true
    }
}

/// A value for each severity, in place: a machine is asked too often for a dictionary.
struct BySeverity<Value: Equatable & Sendable>: Equatable, Sendable {
    private var info, warning, critical: Value

    init(repeating value: Value) { (info, warning, critical) = (value, value, value) }

    subscript(severity: Severity) -> Value {
        get {
            switch severity {
            case .info: info
            case .warning: warning
            case .critical: critical
            }
        }
        set {
            switch severity {
            case .info: info = newValue
            case .warning: warning = newValue
            case .critical: critical = newValue
            }
        }
    }
}

extension AlertMachine: Savable {
    func save(to writer: inout ByteWriter) {
        writer.write(state)
        for severity in Severity.allCases { writer.write(held[severity]?.nanoseconds ?? -1) }
        writer.write(calm?.nanoseconds ?? -1)
        writer.write(judgedAt)
        writer.write(emptySince)
        writer.write(isBlind)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        state = try AlertState(from: &reader)
        for severity in Severity.allCases { held[severity] = try reader.intervalIfAny() }
        calm = try reader.intervalIfAny()
        judgedAt = try reader.optional()
        emptySince = try reader.optional()
        isBlind = try reader.bool()
    }
}

extension ByteReader {
    fileprivate mutating func intervalIfAny() throws(DamagedBytes) -> Interval? {
        let nanoseconds = try integer(Int64.self)
        guard (-1..<Int64.max / 2).contains(nanoseconds) else {
            throw DamagedBytes("a time beyond all times")
        }
        return nanoseconds < 0 ? nil : Interval(nanoseconds: nanoseconds)
    }
}
