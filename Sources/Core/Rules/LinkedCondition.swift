import Plans
import PluginKit

/// A rung's condition over indices. Three-valued, after Kleene: a comparison with no value can not
/// be told.
indirect enum LinkedCondition: Sendable {
    case compare(LinkedQuantity, Comparison, LinkedQuantity)
    /// At a confidence, by its place among the alert's.
    case confident(LinkedQuantity, Comparison, LinkedQuantity, Int)
    /// Of the alert's own KPI, or of one that it looks at.
    case silent(LinkedQuantity)
    /// Of a detector, by its place among the alert's.
    case anomalous(Int, AnomalyPlan)
    case not(LinkedCondition)
    case all([LinkedCondition])
    case any([LinkedCondition])

    init(_ condition: Condition, on kpi: String, _ links: Linking) {
        func linked(_ quantity: Quantity) -> LinkedQuantity {
            LinkedQuantity(quantity, linking: links.look)
        }
        func linked(_ parts: [Condition]) -> [LinkedCondition] {
            parts.map { LinkedCondition($0, on: kpi, links) }
        }
        switch condition {
        case .compare(let left, let comparison, let right):
            self = .compare(linked(left), comparison, linked(right))
        case .confident(let left, let comparison, let right, let confidence):
            self = .confident(
                linked(left), comparison, linked(right), links.confidence(confidence))
        case .silent(let name): self = .silent(name == kpi ? .value : .look(links.look(.kpi(name))))
        case .anomalous(let anomaly): self = .anomalous(links.detector(anomaly), anomaly)
        case .not(let inner): self = .not(LinkedCondition(inner, on: kpi, links))
        case .all(let parts): self = .all(linked(parts))
        case .any(let parts): self = .any(linked(parts))
        }
    }

    /// Gives what a condition asks for a place among all that its alert asks for.
    struct Linking {
        var look: (Quantity) -> Int
        var detector: (AnomalyPlan) -> Int
        var confidence: (Confidence) -> Int
    }

    func holds(_ sight: Sight) -> Bool? {
        switch self {
        case .compare(let left, let comparison, let right):
            if left.isAbsent(in: sight) || right.isAbsent(in: sight) { return false }
            guard let l = left.value(sight), let r = right.value(sight) else { return nil }
            return comparison.holds(l, r)
        case .confident(let left, let comparison, let right, let place):
            if left.isAbsent(in: sight) || right.isAbsent(in: sight) { return false }
            guard place < sight.sureties.count,
                let l = left.estimate(sight, sight.sureties[place]),
                let r = right.estimate(sight, sight.sureties[place])
            else { return nil }
            return comparison.surelyHolds(l, r)
        case .silent(.look(let index)): return sight.looks[index].samples == 0
        case .silent: return sight.own.samples == 0
        case .anomalous(let index, let anomaly):
            guard let value = sight.own.value, index < sight.judgements.count else { return nil }
            return anomaly.holds(sight.judgements[index], of: value)
        case .not(let inner): return inner.holds(sight).map { !$0 }
        case .all(let parts): return Self.isOne(of: parts, false, sight).map { !$0 }
        case .any(let parts): return Self.isOne(of: parts, true, sight)
        }
    }

    /// Whether one of the parts is `wanted`; nil: none is, and of one it cannot be told.
    private static func isOne(of parts: [LinkedCondition], _ wanted: Bool, _ sight: Sight)
        -> Bool?
    {
        var isTold = true
        for part in parts {
            let holds = part.holds(sight)
            if holds == wanted { return true }
            if holds == nil { isTold = false }
        }
        return isTold ? false : nil
    }

    /// The first confidence that it asks; nil: none.
    var assurance: Int? {
        switch self {
        case .confident(_, _, _, let place): place
        case .compare, .silent, .anomalous: nil
        case .not(let inner): inner.assurance
        case .all(let parts), .any(let parts): parts.lazy.compactMap(\.assurance).first
        }
    }

    /// What the KPI is compared with, for the message: the other side of the first comparison that
    /// has `value` alone on one side.
    func limit(_ sight: Sight) -> Double? {
        switch self {
        case .compare(.value, _, let right), .confident(.value, _, let right, _):
            right.value(sight)
        case .compare(let left, _, .value), .confident(let left, _, .value, _): left.value(sight)
        case .compare, .confident, .silent, .anomalous: nil
        case .not(let inner): inner.limit(sight)
        case .all(let parts), .any(let parts):
            parts.lazy.compactMap { $0.limit(sight) }.first
        }
    }
}

indirect enum LinkedQuantity: Sendable {
    case value, samples
    /// What the alert looks at, by its place there.
    case look(Int)
    case number(Double)
    case negated(LinkedQuantity)
    case arithmetic(LinkedQuantity, Arithmetic, LinkedQuantity)

    init(_ quantity: Quantity, linking look: (Quantity) -> Int) {
        switch quantity {
        case .value: self = .value
        case .samples: self = .samples
        case .number(let number): self = .number(number)
        case .kpi, .table, .ago, .before, .slope, .peers, .baseline, .forecast:
            self = .look(look(quantity))
        case .negated(let inner): self = .negated(LinkedQuantity(inner, linking: look))
        case .arithmetic(let left, let operation, let right):
            self = .arithmetic(
                LinkedQuantity(left, linking: look), operation,
                LinkedQuantity(right, linking: look))
        }
    }

    /// Whether there is nothing to compare with, and none can be missed: then nothing is past it.
    func isAbsent(in sight: Sight) -> Bool {
        switch self {
        case .look(let index): sight.looks[index] == .absent
        case .value, .samples, .number: false
        case .negated(let inner): inner.isAbsent(in: sight)
        case .arithmetic(let left, _, let right):
            left.isAbsent(in: sight) || right.isAbsent(in: sight)
        }
    }

    func value(_ sight: Sight) -> Double? {
        switch self {
        case .value: return sight.own.value
        case .samples: return Double(sight.own.samples)
        case .look(let index): return sight.looks[index].value
        case .number(let number): return number
        case .negated(let inner): return inner.value(sight).map { -$0 }
        case .arithmetic(let left, let operation, let right):
            guard let l = left.value(sight), let r = right.value(sight) else { return nil }
            return operation.apply(l, r)
        }
    }
}
