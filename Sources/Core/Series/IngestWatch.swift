import Model
import PluginKit

/// What came in since the last full minute, for the stream that tells rules of it.
///
/// The counters of the intake only grow; what they were at the last telling is kept here, so that
/// the ingest loop counts nothing twice.
struct IngestWatch: Equatable {
    /// By stream; the last one is of lines that no stream can be told of.
    private var told: [IngestTally]
    /// By stream: how long after their time the events of this minute came.
    var lags: [LagHistogram]

    init(streams: Int) {
        told = Array(repeating: IngestTally(), count: streams + 1)
        lags = Array(repeating: LagHistogram(), count: streams)
    }

    /// What each stream had since this was asked last; nil: nothing.
    mutating func take(_ tallies: [IngestTally]) -> [IngestReport?] {
        defer {
            told = tallies
            lags = Array(repeating: LagHistogram(), count: lags.count)
        }
        return tallies.enumerated().map { index, tally in
            let fresh = tally - told[index]
            guard fresh.lines > 0 else { return nil }
            return IngestReport(
                tally: fresh, lag: index < lags.count ? lags[index].quantile(0.95) : nil)
        }
    }

    func hasNews(_ tallies: [IngestTally]) -> Bool { tallies != told }

    /// What another one knew of a stream that both have.
    mutating func inherit(_ old: IngestWatch, from theirs: Int, to ours: Int) {
        told[ours] = old.told[theirs]
        if ours < lags.count, theirs < old.lags.count { lags[ours] = old.lags[theirs] }
    }

    /// Of lines that no stream can be told of.
    mutating func inheritRest(_ old: IngestWatch) {
        inherit(old, from: old.told.count - 1, to: told.count - 1)
    }

    /// Begins to watch: what came before is not told.
    mutating func begin(at tally: IngestTally, of stream: Int) { told[stream] = tally }
}

/// Lines of one stream.
struct IngestTally: Equatable {
    /// All that came.
    var lines = 0
    var refused = 0
    var duplicates = 0

    static func - (left: Self, right: Self) -> Self {
        IngestTally(
            lines: left.lines - right.lines, refused: left.refused - right.refused,
            duplicates: left.duplicates - right.duplicates)
    }
}

/// What is told of one stream and minute.
struct IngestReport {
    var tally: IngestTally
    /// The 95th percentile; nil: no event counted.
    var lag: Double?
}

/// Counts of lags by their size, eight buckets for each doubling from a millisecond: what is read
/// from it is within 6 %.
struct LagHistogram: Equatable {
    private var counts: [UInt32] = []

    /// From 2⁻¹⁰ s to 2²² s, which is 48 days.
    private static let first: UInt32 = (127 - 10) << 3
    private static let buckets = 32 << 3

    @inline(__always)
    mutating func add(_ lag: Interval) {
        if counts.isEmpty { counts = Array(repeating: 0, count: Self.buckets) }
        // Exponent and three bits of the mantissa: a logarithm without one.
        let place = Float(max(0, lag.seconds)).bitPattern >> 20
        counts[min(Self.buckets - 1, Int(max(place, Self.first) - Self.first))] &+= 1
    }

    /// In seconds; 0 for all below a millisecond. nil: nothing was counted.
    func quantile(_ level: Double) -> Double? {
        let all = counts.reduce(0) { $0 + Int($1) }
        guard all > 0 else { return nil }
        var below = 0
        for (place, count) in counts.enumerated() {
            below += Int(count)
            guard Double(below) >= level * Double(all) else { continue }
            if place == 0 { return 0 }
            let bits = (Self.first + UInt32(place)) << 20 | 1 << 19
            return Double(Float(bitPattern: bits))
        }
        return nil
    }
}

extension IngestWatch {
    func save(to writer: inout ByteWriter) {
        for tally in told {
            for count in [tally.lines, tally.refused, tally.duplicates] {
                writer.write(Int64(count))
            }
        }
        for lag in lags { writer.write(lag) }
    }

    /// Into one of as many streams.
    mutating func load(from reader: inout ByteReader) throws(DamagedBytes) {
        for index in told.indices {
            told[index] = IngestTally(
                lines: try reader.tally(), refused: try reader.tally(),
                duplicates: try reader.tally())
        }
        for index in lags.indices { lags[index] = try reader.value() }
    }
}

extension LagHistogram: Savable {
    func save(to writer: inout ByteWriter) {
        let filled = counts.indices.filter { counts[$0] > 0 }
        writer.write(UInt32(filled.count))
        for place in filled {
            writer.write(UInt32(place))
            writer.write(counts[place])
        }
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        let filled = Int(try reader.integer(UInt32.self))
        guard filled <= Self.buckets else { throw DamagedBytes("more buckets than there are") }
        if filled > 0 { counts = Array(repeating: 0, count: Self.buckets) }
        for _ in 0..<filled {
            let place = Int(try reader.integer(UInt32.self))
            guard place < Self.buckets else { throw DamagedBytes("a bucket that there is not") }
            counts[place] = try reader.integer()
        }
    }
}
