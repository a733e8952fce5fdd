public import Core
public import Model
public import Plans
import PluginKit

/// What KPIs were at the times at which a report asks, for each of their groups.
public struct ValueBook: Sendable {
    public struct Entry: Equatable, Sendable {
        public var value: Double
        public var samples: Int
        /// Between what the value lies, where that was asked for and is known.
        public var range: ClosedRange<Double>?

        public init(_ value: Double, samples: Int, range: ClosedRange<Double>? = nil) {
            self.value = value
            self.samples = samples
            self.range = range
        }
    }

    private let kpis: [String]
    private let confidence: Confidence?
    /// At which it was asked, in order.
    public private(set) var times: [Timestamp] = []
    private var places: [[Labels: Int]]
    private var columns: [[Column]]

    private struct Column {
        var group: Labels
        var entries: [Timestamp: Entry] = [:]
    }

    /// - Parameter confidence: how sure the values are to be, as the engine's program was asked;
    ///   nil: nobody asks.
    public init(of kpis: [KPIPlan], asking confidence: Confidence? = nil) {
        self.kpis = kpis.map(\.name)
        self.confidence = confidence
        places = kpis.map { _ in [:] }
        columns = kpis.map { _ in [] }
    }

    public mutating func note(_ engine: borrowing Engine, at time: Timestamp) {
        if times.last != time { times.append(time) }
        for (index, kpi) in kpis.enumerated() {
            let ranges = confidence.map { engine.ranges(of: kpi, $0) }
            for (row, (group, reading)) in engine.readings(of: kpi).enumerated() {
                guard let value = reading.value else { continue }
                add(
                    Entry(value, samples: reading.samples, range: ranges?[row]), to: group, index,
                    at: time)
            }
        }
    }

    private mutating func add(_ entry: Entry, to group: Labels, _ index: Int, at time: Timestamp) {
        let place = places[index][group] ?? columns[index].count
        if place == columns[index].count {
            places[index][group] = place
            columns[index].append(Column(group: group))
        }
        columns[index][place].entries[time] = entry
    }

    /// In the order of first sight.
    public func groups(of kpi: String) -> [Labels] {
        kpis.firstIndex(of: kpi).map { columns[$0].map(\.group) } ?? []
    }

    /// nil: it had no value then, or nobody asked.
    public func entry(of kpi: String, _ group: Labels, at time: Timestamp) -> Entry? {
        guard let index = kpis.firstIndex(of: kpi), let place = places[index][group] else {
            return nil
        }
        return columns[index][place].entries[time]
    }
}
