import Model
import Plans
import PluginKit

/// What a condition compares with beside its own KPI and numbers, for one group at one time.
enum Look: Sendable {
    case kpi(Reference)
    case table(LinkedTable)
    case ago(Interval)
    /// The KPI that knows when something was changed last, and how far back that may be.
    case before(Reference, Interval)
    case slope(Interval)
    case peers
    /// By its place among the alert's baselines.
    case baseline(Int)
    /// By the first of the alert's baselines.
    case forecast(Interval, Drift.Ahead)

    /// Whether it may change while the group's own value does not.
    var changesAlone: Bool { if case .table = self { false } else { true } }

    /// How far it looks back.
    var span: Interval? {
        switch self {
        case .ago(let length), .slope(let length), .before(_, let length): length
        case .kpi, .table, .peers, .baseline, .forecast: nil
        }
    }
}

/// A table with the places of its tags among those of the groups that ask.
struct LinkedTable: Sendable {
    private let projection: [Int]
    private let rows: [[String]: Double]
    private let otherwise: Double?

    init(_ plan: TablePlan, from by: [String]) {
        projection = plan.by.map { tag in
            guard let place = by.firstIndex(of: tag) else {
                preconditionFailure("the plan asks a table by a tag that its groups lack: \(tag)")
            }
            return place
        }
        rows = Dictionary(
            plan.rows.map { ($0.keys, $0.value) }, uniquingKeysWith: { first, _ in first })
        otherwise = plan.otherwise
    }

    func reading(for group: [String]) -> Reading {
        let value = rows[projection.map { group[$0] }] ?? otherwise
        return Reading(value)
    }
}

/// The values of a KPI's groups in order, so that each can be asked for the median of the others.
struct Peers {
    private let sorted: [Double]
    /// Of all of them, by the median of their distances from the median; 0 where nobody asks.
    private let spread: Double

    /// - Parameter asksSpread: whether somebody will ask how far they lie apart.
    /// - Complexity: O(n log n) in the groups.
    init(_ values: [Double], asksSpread: Bool) {
        sorted = values.sorted()
        spread = asksSpread ? Self.spread(of: sorted) : 0
    }

    /// A Gaussian's standard deviation by the median distance.
    private static func spread(of sorted: [Double]) -> Double {
        let half = sorted.count / 2
        return sorted.isEmpty
            ? 0 : 1.4826 * sorted.map { abs($0 - sorted[half]) }.sorted()[half]
    }

    /// The median of all but one of them; nil: there are no others.
    ///
    /// - Parameter own: the one to leave out; nil: it is not among them.
    /// - Complexity: O(log n).
    func median(without own: Double?) -> Double? {
        let place = own.flatMap(place)
        let count = sorted.count - (place == nil ? 0 : 1)
        guard count > 0 else { return nil }
        func other(_ index: Int) -> Double {
            sorted[place.map { index >= $0 ? index + 1 : index } ?? index]
        }
        let upper = other(count / 2)
        return count.isMultiple(of: 2) ? (other(count / 2 - 1) + upper) / 2 : upper
    }

    /// The standard error of their median; nil: there are too few to tell.
    var error: Double? {
        // Of a median: √(π/2) times that of a mean.
        sorted.count > 3 ? 1.2533 * spread / Double(sorted.count - 1).squareRoot() : nil
    }

    /// The others as a detector sees them; nil: there are too few to tell what is usual.
    ///
    /// - Complexity: O(log n).
    func siblings(without own: Double) -> Siblings? {
        guard sorted.count > 3, let median = median(without: own) else { return nil }
        return Siblings(median: median, spread: spread, count: sorted.count - 1)
    }

    private func place(_ value: Double) -> Int? {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low < sorted.count && sorted[low] == value ? low : nil
    }
}

extension Reading {
    /// Of what is compared with the time before a change when nothing was changed.
    static let absent = Reading(value: nil, samples: -1)
}
