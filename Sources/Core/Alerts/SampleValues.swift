import Model
import Plans

/// A limit, and on which side of it a sample lies.
struct SampleLimit {
    var value: Double
    var comparison: Comparison
}

extension Condition {
    /// The first comparison of the KPI's value with something, as it would be with made-up values.
    func sampleLimit(samples: Int, in plan: Plan) -> SampleLimit? {
        switch self {
        case .compare(.value, let comparison, let right):
            right.sample(samples, plan).map { SampleLimit(value: $0, comparison: comparison) }
        case .compare(let left, let comparison, .value):
            left.sample(samples, plan).map { SampleLimit(value: $0, comparison: comparison.turned) }
        case .confident(let left, let comparison, let right, _):
            Condition.compare(left, comparison, right).sampleLimit(samples: samples, in: plan)
        case .compare, .silent, .anomalous: nil
        case .not(let inner):
            inner.sampleLimit(samples: samples, in: plan).map {
                SampleLimit(value: $0.value, comparison: $0.comparison.opposite)
            }
        case .all(let parts), .any(let parts):
            parts.lazy.compactMap { $0.sampleLimit(samples: samples, in: plan) }.first
        }
    }
}

extension Condition {
    /// The first that it calls for; nil: it calls for none, or for its absence.
    var anomaly: AnomalyPlan? {
        switch self {
        case .anomalous(let anomaly): anomaly
        case .compare, .confident, .silent, .not: nil
        case .all(let parts), .any(let parts): parts.lazy.compactMap(\.anomaly).first
        }
    }
}

extension AnomalyPlan {
    /// A value that may be one, beside what is usual.
    func sample(beside usual: Double, of unit: Unit) -> Double {
        unit.sample(
            SampleLimit(
                value: usual * (direction == .low ? 0.5 : 1.5),
                comparison: direction == .low ? .less : .greater))
    }
}

extension Quantity {
    /// Other KPIs, and this one at other times and of other groups, stand at 10.
    fileprivate func sample(_ samples: Int, _ plan: Plan) -> Double? {
        switch self {
        case .value: return nil
        case .samples: return Double(samples)
        case .number(let number): return number
        case .table(let name):
            return plan.table(name).flatMap { $0.otherwise ?? $0.rows.first?.value }
        case .kpi, .ago, .before, .peers, .baseline, .forecast: return 10
        case .slope: return 1
        case .negated(let inner): return inner.sample(samples, plan).map { -$0 }
        case .arithmetic(let left, let sign, let right):
            guard let l = left.sample(samples, plan), let r = right.sample(samples, plan) else {
                return nil
            }
            return sign.apply(l, r)
        }
    }
}

extension Unit {
    /// A value with nothing to compare it with.
    var sample: Double {
        switch self {
        case .percent: 0.5
        case .score(let low, let high): ((low + high) / 2).rounded()
        case .ces(let scale): ((scale.low + scale.high) / 2).rounded()
        default: 10
        }
    }

    /// A value just past a limit.
    func sample(_ limit: SampleLimit) -> Double {
        switch limit.comparison {
        case .lessOrEqual, .greaterOrEqual, .equal: return limit.value
        case .less, .greater, .notEqual: break
        }
        let tenth = abs(limit.value) * 0.1
        let step: Double =
            switch self {
            case .count: max(1, tenth.rounded())
            case .percent: limit.value == 0 ? 0.01 : tenth
            case .score, .points: max(1, tenth.rounded())
            default: limit.value == 0 ? 1 : tenth
            }
        let past = limit.comparison == .less ? limit.value - step : limit.value + step
        return switch self {
        case .percent: min(1, max(0, past))
        case .score(let low, let high): min(high, max(low, past))
        case .ces(let scale): min(scale.high, max(scale.low, past))
        case .count, .duration: max(0, past)
        default: past
        }
    }
}
