public import Model
public import PluginKit

/// By how much counters rose, series by series, added up.
///
/// A counter that falls was set back: what it then shows is what came since. How far one rose from
/// before the window to its first sample in it is not known, and does not count.
///
/// Of each series up to 32 samples are kept as they are; beyond, those between the ends of a run
/// that only rises are left out. So a sample that comes later, with a time between others, counts
/// exactly, unless it tells of a fall within such a run that nothing kept shows.
///
/// - Unit: that of the samples.
/// - Empty window: no value, as where no series has two samples: one says nothing of a rise.
/// - Complexity: 24 bytes for each of those samples, and for two more each time that a counter was
///   set back; `add` is a binary search, a merge one pass.
public struct Increase: KPIFunction {
    public static let description = FunctionManifest(
        "increase", "By how much counters rose; one that falls was set back.", of: .number,
        heap: { 32 + $0 * MemoryLayout<SeriesPoint>.stride }, unit: { $0.ofSample },
        examples: [
            Example([5, 8, 9], gives: 4),
            Example([5, 8, 2, 4], gives: 7),
            Example([5], gives: nil),
            Example([], gives: nil),
        ])

    /// Samples of one series that are kept as they are.
    static let exactly = 32

    private var points: [SeriesPoint] = []
    public private(set) var samples = 0

    public init(_ arguments: Arguments) {}

    /// The same twice is as good as once.
    public mutating func add(_ sample: Sample) {
        samples &+= 1
        let point = SeriesPoint(sample)
        let place = points.place(of: point, by: <)
        if place < points.count, points[place] == point { return }
        points.insert(point, at: place)
        guard hasMany(around: place) else { return }
        for near in [place + 1, place, place - 1] where Self.isInside(points, near) {
            points.remove(at: near)
        }
    }

    public mutating func merge(_ other: Increase) {
        samples &+= other.samples
        guard !points.isEmpty else { return points = other.points }
        guard !other.points.isEmpty else { return }
        points = Self.thinned(Self.merged(points, other.points))
    }

    public var value: Double? {
        var sum: Double?
        for (one, next) in zip(points, points.dropFirst()) where one.series == next.series {
            sum = (sum ?? 0) + (next.value < one.value ? next.value : next.value - one.value)
        }
        return sum
    }

    /// Whether the series of a point has more than are kept as they are. Looks no further than it
    /// must, for this is asked of each sample.
    private func hasMany(around place: Int) -> Bool {
        let series = points[place].series
        var (low, high) = (place, place + 1)
        while low > 0, high - low <= Self.exactly, points[low - 1].series == series { low -= 1 }
        while high < points.count, high - low <= Self.exactly, points[high].series == series {
            high += 1
        }
        return high - low > Self.exactly
    }

    /// Whether a point says nothing that those beside it do not.
    private static func isInside(_ points: [SeriesPoint], _ place: Int) -> Bool {
        guard place > 0, place + 1 < points.count else { return false }
        let (before, point, after) = (points[place - 1], points[place], points[place + 1])
        return before.series == point.series && point.series == after.series
            && before.value <= point.value && point.value <= after.value
    }

    private static func merged(_ some: [SeriesPoint], _ others: [SeriesPoint]) -> [SeriesPoint] {
        var merged: [SeriesPoint] = []
        merged.reserveCapacity(some.count + others.count)
        var (left, right) = (some[...], others[...])
        while let one = left.first, let other = right.first {
            merged.append(min(one, other))
            if one <= other { left.removeFirst() }
            if other <= one { right.removeFirst() }
        }
        return merged + left + right
    }

    /// Without what stands between the ends of a run that only rises, of series that have many.
    private static func thinned(_ points: [SeriesPoint]) -> [SeriesPoint] {
        var (kept, start): ([SeriesPoint], Int) = ([], 0)
        kept.reserveCapacity(points.count)
        while start < points.count {
            var end = start + 1
            while end < points.count, points[end].series == points[start].series { end += 1 }
            for place in start..<end where end - start <= exactly || !isInside(points, place) {
                kept.append(points[place])
            }
            start = end
        }
        return kept
    }
}

extension Increase {
    public func save(to writer: inout ByteWriter) {
        writer.write(samples)
        writer.write(points)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        samples = try reader.tally()
        points = try reader.values()
        guard zip(points, points.dropFirst()).allSatisfy({ $0 < $1 }), points.count <= samples
        else { throw DamagedBytes("points out of order") }
    }
}
