public import Calendars
public import Model
public import Plans
import PluginKit

/// The values of KPIs period by period, as a book has them that was kept at each period's end.
public struct StepSeries: Sendable {
    private let book: ValueBook
    private let retiming: Retiming
    private let period: Period
    /// When each period ended, in order and without a gap.
    public let ends: [Timestamp]

    /// The first period is left out: the recording began within it.
    public init(_ book: ValueBook, _ retiming: Retiming, each period: Period) {
        self.book = book
        self.retiming = retiming
        self.period = period
        var ends: [Timestamp] = []
        if let first = book.times.first, let last = book.times.last {
            var end = first
            while end < last {
                end = period.end(containing: end)
                if end <= last { ends.append(end) }
            }
        }
        self.ends = ends
    }

    /// Of one group, over the window of the KPI's own rule where it depends on that; nil where
    /// there is no value, or where it is of too few samples to say anything. What is told only once
    /// it has settled counts for the period that it is about.
    public func values(of kpi: KPIPlan, _ group: Labels) -> [Double?] {
        let growth = kpi.growth(in: retiming.plan)
        let scale = retiming.scale(of: kpi.name) ?? 1
        let length = period.longest.nanoseconds
        let settling = Int((kpi.settle.nanoseconds + length - 1) / length)
        return ends.indices.map { place in
            guard place + settling < ends.count,
                let entry = book.entry(of: kpi.name, group, at: ends[place + settling]),
                growth != 0 || entry.samples >= Limits.fewestSamplesReported
            else { return nil }
            return entry.value * scale
        }
    }

    /// Of all groups that both have.
    public func related(_ earlier: KPIPlan, _ later: KPIPlan) -> [RelatedGroup] {
        let known = Set(book.groups(of: later.name))
        return book.groups(of: earlier.name).filter(known.contains).map { group in
            RelatedGroup(
                group, earlier: values(of: earlier, group), later: values(of: later, group))
        }
    }

    /// In which slot of the week each period lies; of one that is no part of a week, always the
    /// same.
    public var season: [Int] {
        ends.map { end in
            let hour = Season(zone: period.zone).hour(until: end).index
            return switch period.kind {
            case .hour: hour
            case .day: hour / 24
            case .week, .month, .quarter, .year: 0
            }
        }
    }
}
