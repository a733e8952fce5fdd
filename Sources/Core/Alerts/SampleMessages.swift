public import Model
public import Plans
public import PluginKit

/// The messages that an alert sends, with made-up values: for whoever writes its texts.
///
/// A value is just past what its rung asks, a tag has the first value that its stream lists or its
/// own name, and there are as many samples as the KPI needs, or 30.
public struct SampleMessages: Sendable {
    /// Opened at each severity, then up, down, again, without data, and over, as far as the alert
    /// can.
    public private(set) var notifications: [Notification] = []
    private let alert: AlertPlan
    private let kpi: KPIPlan
    private let plan: Plan
    private let group: Labels
    private let opened: Timestamp

    /// - Parameter opened: when the incident began.
    public init(of alert: AlertPlan, in plan: Plan, opened: Timestamp) {
        guard let kpi = plan.kpi(alert.kpi) else {
            preconditionFailure("the plan has an alert on a KPI that it lacks: \(alert.kpi)")
        }
        (self.alert, self.kpi, self.plan, self.opened) = (alert, kpi, plan, opened)
        group = Labels(
            kpi.by.map { tag in Labels.Pair(tag, plan.sample(ofTag: tag, of: kpi)) })
        let states = alert.ladder.map { AlertState.firing($0.severity) }
        for rung in alert.ladder {
            add(.opened, .firing(rung.severity), from: .ok, rung.when.condition)
        }
        if let low = states.first, let high = states.last, low != high {
            add(.escalated, high, from: low, alert.ladder.last?.when.condition)
            add(.eased, low, from: high, alert.ladder.first?.when.condition)
        }
        if alert.repeatEvery != nil, let low = states.first {
            add(.repeated, low, from: low, alert.ladder.first?.when.condition)
        }
        if case .alarm = alert.noData { add(.opened, .noData, from: .ok, nil) }
        if let low = states.first {
            add(.resolved, .ok, from: low, .not(alert.ladder[0].when.condition))
        }
    }

    private mutating func add(
        _ kind: Notification.Kind, _ state: AlertState, from previous: AlertState,
        _ condition: Condition?
    ) {
        let samples = kpi.fewest > 0 ? kpi.fewest : 30
        let limit = condition.flatMap { $0.sampleLimit(samples: samples, in: plan) }
        let usual = alert.learns ? kpi.unit.sample : nil
        let anomaly = condition?.anomaly
        var value = condition.map { _ in sampleValue(limit, isOver: kind == .resolved) }
        if let anomaly, let usual { value = anomaly.sample(beside: usual, of: kpi.unit) }
        let message = alert.message
        var notification = Notification(
            kind: kind, incident: AlertLife.incidentID(alert.name, group, opened),
            alert: alert.name, kpi: kpi.name, title: kpi.title(in: message.tongue), group: group,
            state: state, previous: previous, severity: severity(of: state, previous),
            value: value, limit: limit?.value, unit: kpi.unit,
            samples: value == nil || value == 0 && kpi.isImplied ? 0 : samples, summary: "",
            reason: state == .ok ? "recovered" : "", openedAt: opened,
            at: opened + .minutes(kind == .opened ? 0 : 15))
        notification.expected = usual
        if anomaly != nil { notification.pattern = "jump" }
        if let sure = condition?.assurances.first, let value, let limit {
            // As far as half way to the limit.
            let reach = abs(value - limit.value) / 2
            notification.assurance = Notification.Assurance(
                low: value - reach, high: value + reach, level: sure.confidence.level)
        }
        if kind != .resolved, let value {
            notification.explanation = explanation(of: value, beside: limit?.value ?? usual)
            if alert.quote != nil {
                notification.quotes = [Notification.Quote(message.tongue.sampleText, at: opened)]
            }
        }
        notification.say(message)
        notifications.append(notification)
    }

    /// Four fifths of it by one segment, which has half of the samples.
    private func explanation(of value: Double, beside limit: Double?)
        -> Notification.Explanation?
    {
        guard let plan = alert.explanation, let tag = plan.tags.first else { return nil }
        let basis: Notification.Explanation.Basis =
            switch plan.basis {
            case .value: .value
            case .mean: .mean
            case .beyond(.less, let limit), .beyond(.lessOrEqual, let limit): .shareBelow(limit)
            case .beyond(_, let limit): .shareAbove(limit)
            }
        let isOfValue = plan.basis == .value || plan.basis == .mean
        let (before, now) = isOfValue ? (limit ?? value * 0.5, value) : (0.1, 0.4)
        let change = now - before
        let cause = Notification.Cause(
            group: Labels([.init(tag, self.plan.sample(ofTag: tag, of: kpi))]),
            rate: change * 0.8, mix: 0, share: 0.8, samples: max(1, max(kpi.needs, 30) / 2),
            before: before, now: now)
        return Notification.Explanation(
            basis: basis, before: before, now: now, change: change, causes: [cause],
            rest: Notification.Rest(rate: change * 0.2, mix: 0), isBroad: false)
    }

    /// Of a stream that is silent nothing is counted.
    private func sampleValue(_ limit: SampleLimit?, isOver: Bool) -> Double {
        if kpi.isImplied { return isOver ? 1 : 0 }
        return limit.map { kpi.unit.sample($0) } ?? kpi.unit.sample
    }

    private func severity(of state: AlertState, _ previous: AlertState) -> Severity {
        switch (state, previous, alert.noData) {
        case (.firing(let severity), _, _), (.ok, .firing(let severity), _): severity
        case (.noData, _, .alarm(let severity, _)): severity
        default: .info
        }
    }
}

extension Tongue {
    fileprivate var sampleText: String {
        self == .french ? "Ce que quelqu'un a écrit" : "What somebody wrote"
    }
}

extension Plan {
    /// The first value that is listed, or the tag's own name.
    fileprivate func sample(ofTag tag: String, of kpi: KPIPlan) -> String {
        let streams = kpi.aggregates.compactMap { stream($0.stream) } + self.streams
        let tags = streams.flatMap(\.tags).filter { $0.name == tag }
        return tags.lazy.compactMap(\.values.first).first ?? tag
    }
}
