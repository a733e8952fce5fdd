import Model
import PluginKit

/// How far a value lies outside all that was seen before, as a part of their range.
///
/// It forgets only what a giant left behind: while the range is hundreds of times what values
/// usually scatter by, each end comes back by a half in fifty thousand values. To forget any range
/// would call every old extreme news. One value moves an end by eight ranges at most.
struct RangePart: Sendable {
    private static let learning = 50
    private static let returning = 1.386e-5
    private static let ofGiants = 300.0
    private static let farthest = 8.0

    private var low = 0.0
    private var high = 0.0

    mutating func step(_ value: Double, scatter: Double, seen: Int) -> Double {
        guard seen > 0 else {
            (low, high) = (value, value)
            return 0
        }
        let range = high - low
        var beyond = max(value - high, low - value, 0)
        let reach = range > 0 && seen > Self.learning ? Self.farthest * range : .infinity
        if range > Self.ofGiants * scatter {
            let step = 0.5 * Self.returning * range
            low += step
            high -= step
        }
        low = min(low, max(value, low - reach))
        high = max(high, min(value, high + reach))
        guard seen >= Self.learning else { return 0 }
        beyond = range > 0 ? beyond / range : beyond > 0 ? 1e12 : 0
        return min(beyond, 1e12)
    }
}

extension RangePart: Savable {
    func save(to writer: inout ByteWriter) {
        writer.write(low)
        writer.write(high)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        low = try reader.level()
        high = try reader.level()
        guard low <= high else { throw DamagedBytes("a range that ends before it begins") }
    }
}
