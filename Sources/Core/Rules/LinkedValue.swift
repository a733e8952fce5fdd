import Model
import Plans
import PluginKit

/// The expression of a KPI over the readings of its aggregates, of the KPIs that it refers to, and
/// of groups that it compares.
indirect enum LinkedValue: Sendable {
    case aggregate(Int)
    case rest(of: Int, without: Int)
    case reference(Int)
    case groups(Int)
    case number(Double)
    case negated(LinkedValue)
    case arithmetic(LinkedValue, Arithmetic, LinkedValue)

    init(
        _ expression: ValueExpression, linking index: (String, Labels) -> Int,
        groups: (GroupStatistic, String) -> Int
    ) {
        switch expression {
        case .aggregate(let place): self = .aggregate(place)
        case .rest(let whole, let part): self = .rest(of: whole, without: part)
        case .number(let value): self = .number(value)
        case .kpi(let name): self = .reference(index(name, Labels()))
        case .group(let pins, let name): self = .reference(index(name, pins))
        case .groups(let statistic, let name): self = .groups(groups(statistic, name))
        case .negated(let inner):
            self = .negated(LinkedValue(inner, linking: index, groups: groups))
        case .arithmetic(let left, let operation, let right):
            self = .arithmetic(
                LinkedValue(left, linking: index, groups: groups), operation,
                LinkedValue(right, linking: index, groups: groups))
        }
    }

    /// The samples of a ratio are those of its lower side, of anything else the fewer of both: what
    /// `needs` is compared with. A number has as many as you like.
    func reading(_ parts: Parts) -> Reading {
        switch self {
        case .aggregate(let index): return parts.aggregates[index]
        case .rest(let whole, let part):
            let (all, gone) = (parts.aggregates[whole], parts.aggregates[part])
            let value = all.value.map { $0 - (gone.value ?? 0) }
            return Reading(value: value, samples: all.samples - gone.samples)
        case .reference(let index): return parts.references[index]
        case .groups(let index): return parts.groups[index]
        case .number(let value): return Reading(value: value, samples: .max)
        case .negated(let inner):
            let reading = inner.reading(parts)
            return Reading(value: reading.value.map { -$0 }, samples: reading.samples)
        case .arithmetic(let left, let operation, let right):
            let (l, r) = (left.reading(parts), right.reading(parts))
            let samples =
                operation == .divide && r.samples != .max ? r.samples : min(l.samples, r.samples)
            guard let a = l.value, let b = r.value else {
                return Reading(value: nil, samples: samples)
            }
            return Reading(value: operation.apply(a, b), samples: samples)
        }
    }

    /// The readings that an expression is computed from, each by its place.
    struct Parts {
        var aggregates: [Reading]
        var references: [Reading] = []
        var groups: [Reading] = []
    }
}
