import Model
import PluginKit

/// A mean for each hour of the day or of the week, which goes over into that of the next.
///
/// A mean stands in the middle of its hour; in between one goes in a straight line, unless values
/// come once an hour.
struct HourMeans: Sendable {
    private var means: [Float]
    /// How many hours' worth of values each has seen.
    private var visits: [Float]

    init(_ count: Int) {
        means = [Float](repeating: 0, count: count)
        visits = means
    }

    /// nil: nothing is known of that hour.
    func mean(at hour: WeekHour, isSmooth: Bool) -> Double? {
        let here = place(of: hour)
        guard isSmooth else { return visits[here] > 0 ? Double(means[here]) : nil }
        let isEarly = hour.passed < 0.5
        let count = means.count
        let other =
            isEarly ? (here == 0 ? count - 1 : here - 1) : (here + 1 == count ? 0 : here + 1)
        let share = isEarly ? 0.5 - hour.passed : hour.passed - 0.5
        let (near, far) = (visits[here] > 0 ? 1 - share : 0, visits[other] > 0 ? share : 0)
        guard near + far > 0 else { return nil }
        return (near * Double(means[here]) + far * Double(means[other])) / (near + far)
    }

    func visits(at hour: WeekHour) -> Double { Double(visits[place(of: hour)]) }

    /// Draws the mean of an hour nearer to a value.
    ///
    /// - Parameters:
    ///   - weight: in hours' worth of values.
    ///   - rate: of a whole hour, once many have been seen.
    mutating func learn(
        _ value: Double, at hour: WeekHour, weight: Double, rate: Double, _ pace: AutoMemory.Pace
    ) {
        let place = place(of: hour)
        visits[place] = min(visits[place] + Float(weight), 1e6)
        let first = pace.perHour * weight / (1 + Double(visits[place]) * pace.perHour)
        means[place] += Float(min(1, max(rate * weight, first)) * (value - Double(means[place])))
    }

    /// The same for a mean that follows value by value, however many come in an hour.
    mutating func learn(_ value: Double, at hour: WeekHour, rate: Double) {
        let place = place(of: hour)
        visits[place] = min(visits[place] + 1, 1e6)
        let gain = max(rate, 1 / Double(visits[place]))
        means[place] += Float(gain * (value - Double(means[place])))
    }

    private func place(of hour: WeekHour) -> Int {
        max(0, hour.index) % means.count
    }
}

extension HourMeans {
    func save(to writer: inout ByteWriter) {
        for mean in means { writer.write(mean.bitPattern) }
        for visit in visits { writer.write(visit.bitPattern) }
    }

    init(from reader: inout ByteReader, count: Int) throws(DamagedBytes) {
        self.init(count)
        for place in 0..<count { means[place] = try reader.float() }
        for place in 0..<count { visits[place] = try reader.float() }
        guard visits.allSatisfy({ $0 >= 0 }) else { throw DamagedBytes("fewer visits than none") }
    }
}
