import Plans
import PluginKit

/// A rung's condition over indices. Three-valued, after Kleene: a comparison with no value can not
/// be told.
indirect enum LinkedCondition: Sendable {
    case compare(LinkedQuantity, Comparison, LinkedQuantity)
    /// Of the alert's own KPI, or of one that it looks at.
    case silent(LinkedQuantity)
    case not(LinkedCondition)
    case all([LinkedCondition])
    case any([LinkedCondition])

    init(_ condition: Condition, on kpi: String, linking look: (Quantity) -> Int) {
        switch condition {
        case .compare(let left, let comparison, let right):
            self = .compare(
                LinkedQuantity(left, linking: look), comparison,
                LinkedQuantity(right, linking: look))
        case .silent(let name):
            self = .silent(name == kpi ? .value : .look(look(.kpi(name))))
        case .not(let inner): self = .not(LinkedCondition(inner, on: kpi, linking: look))
        case .all(let parts):
            self = .all(parts.map { LinkedCondition($0, on: kpi, linking: look) })
        case .any(let parts):
            self = .any(parts.map { LinkedCondition($0, on: kpi, linking: look) })
        }
    }

    func holds(_ own: Reading, _ looks: [Reading]) -> Bool? {
        switch self {
        case .compare(let left, let comparison, let right):
            guard let l = left.value(own, looks), let r = right.value(own, looks) else {
                return nil
            }
            return comparison.holds(l, r)
        case .silent(.look(let index)): return looks[index].samples == 0
        case .silent: return own.samples == 0
        case .not(let inner): return inner.holds(own, looks).map { !$0 }
        case .all(let parts): return Self.all(parts.map { $0.holds(own, looks) })
        case .any(let parts):
            return Self.all(parts.map { $0.holds(own, looks).map { !$0 } }).map { !$0 }
        }
    }

    private static func all(_ parts: [Bool?]) -> Bool? {
        if parts.contains(false) { return false }
        return parts.contains(nil) ? nil : true
    }

    /// What the KPI is compared with, for the message: the other side of the first comparison that
    /// has `value` alone on one side.
    func limit(_ own: Reading, _ looks: [Reading]) -> Double? {
        switch self {
        case .compare(.value, _, let right): right.value(own, looks)
        case .compare(let left, _, .value): left.value(own, looks)
        case .compare, .silent: nil
        case .not(let inner): inner.limit(own, looks)
        case .all(let parts), .any(let parts):
            parts.lazy.compactMap { $0.limit(own, looks) }.first
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
        case .kpi, .table, .ago, .slope, .peers: self = .look(look(quantity))
        case .negated(let inner): self = .negated(LinkedQuantity(inner, linking: look))
        case .arithmetic(let left, let operation, let right):
            self = .arithmetic(
                LinkedQuantity(left, linking: look), operation,
                LinkedQuantity(right, linking: look))
        }
    }

    func value(_ own: Reading, _ looks: [Reading]) -> Double? {
        switch self {
        case .value: return own.value
        case .samples: return Double(own.samples)
        case .look(let index): return looks[index].value
        case .number(let number): return number
        case .negated(let inner): return inner.value(own, looks).map { -$0 }
        case .arithmetic(let left, let operation, let right):
            guard let l = left.value(own, looks), let r = right.value(own, looks) else {
                return nil
            }
            return operation.apply(l, r)
        }
    }
}
