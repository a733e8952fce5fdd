public import Model
public import PluginKit

/// Values in the order of their times, and which of them people have called an anomaly.
public struct LabelledSeries: Sendable {
    public var name: String
    public var times: [Timestamp]
    public var values: [Double]
    public var isAnomaly: [Bool]

    public init(_ name: String, times: [Timestamp], values: [Double], isAnomaly: [Bool]) {
        self.name = name
        self.times = times
        self.values = values
        self.isAnomaly = isAnomaly
    }

    /// A line that is not what it should be.
    public struct BadLine: Error, Equatable, Sendable {
        public var number: Int
        public var text: String
    }

    /// From lines of `timestamp,value,label` below a header; seconds since 1970 and 0 or 1.
    public init(_ name: String, csv: String) throws(BadLine) {
        self.init(name, times: [], values: [], isAnomaly: [])
        var number = 0
        for line in csv.utf8.split(separator: UInt8(ascii: "\n")) {
            number += 1
            guard number > 1 else { continue }
            let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            guard fields.count >= 3, let time = Int64(Substring(fields[0])),
                let value = Double(Substring(fields[1])), let label = fields[2].first,
                time.magnitude < 1 << 33
            else { throw BadLine(number: number, text: String(Substring(line))) }
            times.append(Timestamp(nanoseconds: time * 1_000_000_000))
            values.append(value)
            isAnomaly.append(label == UInt8(ascii: "1"))
        }
    }

    /// From one value to the next: the middle one of the first hundred steps.
    public var step: Interval {
        let steps = zip(times.dropFirst(), times).prefix(100).map { $0 - $1 }.sorted()
        return steps.isEmpty ? .minutes(1) : steps[steps.count / 2]
    }

    /// What a detector is shown of one of the values; hours are those of UTC.
    public func observation(_ index: Int) -> Observation {
        Observation(
            time: times[index], value: values[index], hour: WeekHour(utc: times[index]))
    }
}

extension WeekHour {
    /// The hour of week of people who live by UTC.
    public init(utc time: Timestamp) {
        let hour = time.paneIndex(of: .hours(1))
        let passed = Double(time.nanoseconds - hour * Interval.hours(1).nanoseconds)
        // 1970 began on a Thursday.
        let index = Int((hour + 72) % 168 + 168) % 168
        self.init(index: index, passed: passed / Double(Interval.hours(1).nanoseconds))
    }
}
