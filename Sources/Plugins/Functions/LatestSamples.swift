internal import Model
internal import PluginKit

/// The latest sample of each series: what `sum_of_latest` and its like are made of.
///
/// Of several at one time it is the greatest, whichever came first.
///
/// - Complexity: 24 bytes a series a pane; `add` is a binary search, a merge one pass. Panes that
///   have all their series in common share one list.
struct LatestSamples: Savable, Sendable {
    /// One of each series, in the order of series.
    private(set) var points: [SeriesPoint] = []
    private(set) var samples = 0

    /// What a pane holds beside its own bytes: no more than all of its samples.
    static func heap(_ samples: Int) -> Int { 32 + samples * MemoryLayout<SeriesPoint>.stride }

    init() {}

    mutating func add(_ sample: Sample) {
        samples &+= 1
        let point = SeriesPoint(sample)
        let place = points.place(of: point) { $0.series < $1.series }
        if place == points.count || points[place].series != point.series {
            points.insert(point, at: place)
        } else if points[place] < point {
            points[place] = point
        }
    }

    mutating func merge(_ other: LatestSamples) {
        samples &+= other.samples
        if points.isEmpty || Self.covers(other.points, points) {
            points = other.points
        } else if !Self.covers(points, other.points) {
            points = Self.merged(points, other.points)
        }
    }

    /// Whether some have all that others add to them.
    private static func covers(_ points: [SeriesPoint], _ others: [SeriesPoint]) -> Bool {
        guard others.count <= points.count else { return false }
        var place = 0
        for other in others {
            while place < points.count, points[place].series < other.series { place += 1 }
            guard place < points.count, points[place].series == other.series,
                points[place] >= other
            else { return false }
        }
        return true
    }

    private static func merged(_ some: [SeriesPoint], _ others: [SeriesPoint]) -> [SeriesPoint] {
        var merged: [SeriesPoint] = []
        merged.reserveCapacity(some.count + others.count)
        var rest = others[...]
        for point in some {
            while let next = rest.first, next.series < point.series {
                merged.append(next)
                rest.removeFirst()
            }
            if let next = rest.first, next.series == point.series {
                merged.append(max(point, next))
                rest.removeFirst()
            } else {
                merged.append(point)
            }
        }
        return merged + rest
    }

    /// nil: there is none.
    func reduced(_ step: (Double, Double) -> Double) -> Double? {
        guard let first = points.first else { return nil }
        return points.dropFirst().reduce(first.value) { step($0, $1.value) }
    }

    func save(to writer: inout ByteWriter) {
        writer.write(samples)
        writer.write(points)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        samples = try reader.tally()
        points = try reader.values()
        guard zip(points, points.dropFirst()).allSatisfy({ $0.series < $1.series }),
            points.count <= samples
        else { throw DamagedBytes("series out of order") }
    }
}
