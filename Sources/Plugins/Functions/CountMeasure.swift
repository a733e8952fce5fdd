public import Model
public import PluginKit
import Statistics

/// The count with what its interval needs: folded beside `Count` where a rule asks for confidence.
///
/// Events that come in bursts scatter more than those that come independently. By how much is seen
/// where the time of the samples is cut into short stretches: in how far neighbours differ, so that
/// the slow swing of a day does not count.
///
///     stretches   of 1, 2, 4, 8 ... s, the shortest of which 32 hold all samples
///
/// - Interval: see `countInterval`; the dispersion is that of neighbouring stretches, or 1 where
///   they are fewer than eight.
/// - Complexity: 40 bytes a pane and up to 128 for its stretches; `add` is O(1) but where a stretch
///   is new, a merge is one pass.
/// - Source: von Neumann, "Distribution of the ratio of the mean square successive difference to
///   the variance", Annals of Mathematical Statistics 12, 1941.
public struct CountMeasure: KPIFunction {
    public static let description = FunctionManifest(
        "count_measure", "How many events there were, and how sure that is.", of: .event,
        wants: "no operand, or a condition",
        heap: { 32 + 4 * min($0, stretches) }, isMeasured: true, unit: { _ in .count },
        examples: [
            Example([7, 7, 1], gives: 3),
            Example([], gives: 0),
        ])

    /// Most stretches that are told apart.
    static let stretches = 32
    /// Fewer tell nothing of bursts.
    static let fewest = 8

    /// Each stretch is as many seconds as two to this power.
    private var width: UInt8 = 0
    /// The number of the first stretch, from the epoch.
    private var first: Int64 = 0
    private var counts: [UInt32] = []
    public private(set) var samples = 0

    public init(_ arguments: Arguments) {}

    public var value: Double? { Double(samples) }

    public mutating func add(_ sample: Sample) { add(sample, times: 1) }
    public mutating func add(_ sample: Sample, times: Int) {
        guard times > 0 else { return }
        samples &+= times
        let second = sample.time.paneIndex(of: .seconds(1))
        if counts.isEmpty { (first, counts) = (second >> Int64(width), [0]) }
        reach(second...second)
        counts[Int((second >> Int64(width)) - first)] &+= UInt32(truncatingIfNeeded: times)
    }

    public mutating func merge(_ other: CountMeasure) {
        samples &+= other.samples
        guard !counts.isEmpty else {
            (width, first, counts) = (other.width, other.first, other.counts)
            return
        }
        guard !other.counts.isEmpty else { return }
        var other = other
        while width < other.width { coarsen() }
        while other.width < width { other.coarsen() }
        let last = other.first + Int64(other.counts.count) - 1
        reach((other.first << Int64(width))...(last << Int64(width)))
        while other.width < width { other.coarsen() }
        for (place, count) in other.counts.enumerated() {
            counts[Int(other.first - first) + place] &+= count
        }
    }

    /// Makes stretches for some seconds, longer ones if need be.
    private mutating func reach(_ seconds: ClosedRange<Int64>) {
        func low() -> Int64 { min(first, seconds.lowerBound >> Int64(width)) }
        func high() -> Int64 {
            max(first + Int64(counts.count) - 1, seconds.upperBound >> Int64(width))
        }
        while high() - low() >= Self.stretches { coarsen() }
        let (before, after) = (first - low(), high() - first - Int64(counts.count) + 1)
        if before > 0 {
            counts.insert(contentsOf: repeatElement(0, count: Int(before)), at: 0)
            first -= before
        }
        if after > 0 { counts.append(contentsOf: repeatElement(0, count: Int(after))) }
    }

    /// Joins each two stretches.
    private mutating func coarsen() {
        let start = first >> 1
        var joined: [UInt32] = []
        for (place, count) in counts.enumerated() {
            let stretch = Int(((first + Int64(place)) >> 1) - start)
            if stretch == joined.count { joined.append(0) }
            joined[stretch] &+= count
        }
        (width, first, counts) = (width + 1, start, joined)
    }
}

extension CountMeasure {
    public func interval(reaching z: Double) -> ClosedRange<Double>? {
        // The first and the last stretch may have begun before, or end after, the window.
        let whole = counts.dropFirst().dropLast().map(Double.init)
        guard whole.count >= Self.fewest else {
            return countInterval(Double(samples), reaching: z)
        }
        let mean = whole.reduce(0, +) / Double(whole.count)
        let steps = zip(whole, whole.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
        let dispersion = steps / Double(2 * (whole.count - 1)) / max(mean, .leastNormalMagnitude)
        guard dispersion > 1, dispersion.isFinite else {
            return countInterval(Double(samples), reaching: z)
        }
        // The dispersion is itself but seen, in so many stretches.
        let reach = studentQuantile(reaching: z, freedom: Double(whole.count - 1))
        return countInterval(Double(samples), reaching: reach, dispersion: dispersion)
    }

    public func save(to writer: inout ByteWriter) {
        writer.write(samples)
        writer.write(width)
        writer.write(first)
        writer.write(UInt32(counts.count))
        for count in counts { writer.write(count) }
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        samples = try reader.tally()
        width = try reader.integer()
        first = try reader.integer()
        let count = try reader.integer(UInt32.self)
        guard count <= Self.stretches, (count == 0) == (samples == 0), width <= 34,
            abs(first / 2) < 1 << 33
        else { throw DamagedBytes("stretches that there are not") }
        for _ in 0..<count { counts.append(try reader.integer()) }
    }
}
