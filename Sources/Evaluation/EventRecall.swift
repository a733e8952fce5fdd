public import Model

/// How many of the labelled events of many series are found, with one threshold for all of them,
/// where so many false alarms a series and day are put up with.
///
/// Only the second half of each series counts: the first is to learn from. An event is found where
/// a value of it, or of the ten minutes after, reaches the threshold. Other values that do are
/// false alarms, told once an hour at most.
public struct EventRecall: Sendable {
    public static let patience = Interval.minutes(10)
    public static let pause = Interval.hours(1)

    /// The highest evidence of each event.
    private var peaks: [Double] = []
    private var courses: [[Alarm]] = []
    private var labelled: [(evidence: Double, isAnomaly: Bool)] = []
    public private(set) var days = 0.0

    private struct Alarm {
        var time: Timestamp
        var evidence: Double
    }

    public init() {}

    public var eventCount: Int { peaks.count }

    public mutating func add(_ series: LabelledSeries, _ evidence: [Double]) {
        let half = series.values.count / 2
        guard half > 0, let last = series.times.last else { return }
        days += (last - series.times[half]).seconds / 86_400
        var alarms: [Alarm] = []
        var index = half
        while index < series.values.count {
            labelled.append((evidence[index], series.isAnomaly[index]))
            guard series.isAnomaly[index] else {
                alarms.append(Alarm(time: series.times[index], evidence: evidence[index]))
                index += 1
                continue
            }
            let end = endOfEvent(series, from: index)
            peaks.append(evidence[index..<end].max() ?? 0)
            for within in index + 1..<max(end, index + 1) {
                labelled.append((evidence[within], series.isAnomaly[within]))
            }
            index = end
        }
        courses.append(alarms)
    }

    /// The first value that is neither of the event nor of the minutes after it.
    private func endOfEvent(_ series: LabelledSeries, from start: Int) -> Int {
        var end = start + 1
        while end < series.values.count, series.isAnomaly[end] { end += 1 }
        let last = series.times[end - 1]
        while end < series.values.count, !series.isAnomaly[end],
            series.times[end] - last <= Self.patience
        { end += 1 }
        return end
    }

    /// The part of the events that is found at that rate, and the threshold it takes.
    public func recall(falseAlarmsADay rate: Double) -> (recall: Double, threshold: Double) {
        guard !peaks.isEmpty else { return (0, .infinity) }
        let threshold = threshold(atMost: rate * days)
        let found = peaks.count { $0 >= threshold }
        return (Double(found) / Double(peaks.count), threshold)
    }

    /// The lowest that lets no more false alarms pass: just above the first candidate that may not.
    private func threshold(atMost allowed: Double) -> Double {
        let candidates = courses.joined().map(\.evidence).sorted(by: >)
        var (low, high) = (0, candidates.count)
        while low < high {
            let middle = (low + high) / 2
            if falseAlarms(candidates[middle]) <= allowed {
                low = middle + 1
            } else {
                high = middle
            }
        }
        let refused = low < candidates.count ? candidates[low] : 0
        return max(refused.nextUp, .leastNonzeroMagnitude)
    }

    private func falseAlarms(_ threshold: Double) -> Double {
        var count = 0.0
        for alarms in courses {
            var last: Timestamp?
            for alarm in alarms where alarm.evidence >= threshold {
                if let last, alarm.time - last < Self.pause { continue }
                count += 1
                last = alarm.time
            }
        }
        return count
    }

    /// The mean precision over all values that are labelled an anomaly, from the highest evidence
    /// down; values of equal evidence stand or fall together.
    public var averagePrecision: Double {
        let sorted = labelled.sorted { $0.evidence > $1.evidence }
        let all = Double(sorted.count { $0.isAnomaly })
        var (found, sum, index) = (0.0, 0.0, 0)
        while index < sorted.count {
            var (end, new) = (index, 0.0)
            while end < sorted.count, sorted[end].evidence == sorted[index].evidence {
                if sorted[end].isAnomaly { new += 1 }
                end += 1
            }
            found += new
            sum += found / Double(end) * new
            index = end
        }
        return all > 0 ? sum / all : 0
    }
}
