import Plans
import PluginKit

/// A rung's condition over indices. Three-valued, after Kleene: a comparison with no value can not
/// be told.
indirect enum LinkedCondition: Sendable {
    case compare(LinkedQuantity, Comparison, LinkedQuantity)
    case not(LinkedCondition)
    case all([LinkedCondition])
    case any([LinkedCondition])

    init(_ condition: Condition, linking index: (String) -> Int) {
        switch condition {
        case .compare(let left, let comparison, let right):
            self = .compare(
                LinkedQuantity(left, linking: index), comparison,
                LinkedQuantity(right, linking: index))
        case .not(let inner): self = .not(LinkedCondition(inner, linking: index))
        case .all(let parts): self = .all(parts.map { LinkedCondition($0, linking: index) })
        case .any(let parts): self = .any(parts.map { LinkedCondition($0, linking: index) })
        }
    }

    func holds(_ own: Reading, _ references: [Reading]) -> Bool? {
        switch self {
        case .compare(let left, let comparison, let right):
            guard let l = left.value(own, references), let r = right.value(own, references) else {
                return nil
            }
            return comparison.holds(l, r)
        case .not(let inner): return inner.holds(own, references).map { !$0 }
        case .all(let parts): return Self.all(parts.map { $0.holds(own, references) })
        case .any(let parts):
            return Self.all(parts.map { $0.holds(own, references).map { !$0 } }).map { !$0 }
        }
    }

    private static func all(_ parts: [Bool?]) -> Bool? {
        if parts.contains(false) { return false }
        return parts.contains(nil) ? nil : true
    }

    /// What the KPI is compared with, for the message: the other side of the first comparison that
    /// has `value` alone on one side.
    func limit(_ own: Reading, _ references: [Reading]) -> Double? {
        switch self {
        case .compare(.value, _, let right): right.value(own, references)
        case .compare(let left, _, .value): left.value(own, references)
        case .compare: nil
        case .not(let inner): inner.limit(own, references)
        case .all(let parts), .any(let parts):
            parts.lazy.compactMap { $0.limit(own, references) }.first
        }
    }
}

indirect enum LinkedQuantity: Sendable {
    case value, samples
    case reference(Int)
    case number(Double)
    case negated(LinkedQuantity)
    case arithmetic(LinkedQuantity, Arithmetic, LinkedQuantity)

    init(_ quantity: Quantity, linking index: (String) -> Int) {
        switch quantity {
        case .value: self = .value
        case .samples: self = .samples
        case .number(let number): self = .number(number)
        case .kpi(let name): self = .reference(index(name))
        case .negated(let inner): self = .negated(LinkedQuantity(inner, linking: index))
        case .arithmetic(let left, let operation, let right):
            self = .arithmetic(
                LinkedQuantity(left, linking: index), operation,
                LinkedQuantity(right, linking: index))
        }
    }

    func value(_ own: Reading, _ references: [Reading]) -> Double? {
        switch self {
        case .value: return own.value
        case .samples: return Double(own.samples)
        case .reference(let index): return references[index].value
        case .number(let number): return number
        case .negated(let inner): return inner.value(own, references).map { -$0 }
        case .arithmetic(let left, let operation, let right):
            guard let l = left.value(own, references), let r = right.value(own, references) else {
                return nil
            }
            return operation.apply(l, r)
        }
    }
}
