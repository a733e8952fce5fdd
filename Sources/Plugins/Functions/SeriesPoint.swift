internal import Model
internal import PluginKit

/// A sample with the series that it came from; in the order of series, times and values.
struct SeriesPoint: Comparable {
    var series: UInt32
    var time: Timestamp
    var value: Double

    init(_ sample: Sample) {
        (series, time, value) = (sample.series, sample.time, sample.value)
    }

    static func < (left: SeriesPoint, right: SeriesPoint) -> Bool {
        (left.series, left.time, left.value) < (right.series, right.time, right.value)
    }
}

extension SeriesPoint: Savable {
    func save(to writer: inout ByteWriter) {
        writer.write(series)
        writer.write(time)
        writer.write(value)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        series = try reader.integer()
        time = try reader.timestamp()
        value = try reader.double()
    }
}

extension [SeriesPoint] {
    /// The first place whose point is not before `point` by `isBefore`, by which they are in order.
    func place(of point: SeriesPoint, by isBefore: (SeriesPoint, SeriesPoint) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBefore(self[middle], point) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
