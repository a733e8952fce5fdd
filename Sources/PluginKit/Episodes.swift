public import Model
import Statistics

/// How high the evidence of one group rises between calms, and how often.
///
/// Judgements of a window that slides come in clusters, and what one of them says the next says
/// too. So it is not judgements that are counted but episodes, each by its peak: the rate of
/// episodes that rise above a bar is the rate of alarms with the bar there.
///
/// - Complexity: 88 bytes a group.
/// - Source: peaks over threshold with runs declustering: Davison and Smith, "Models for
///   exceedances over high thresholds", Journal of the Royal Statistical Society B 52(3), 1990.
public struct Episodes: Equatable, Sendable {
    /// Quarters of episodes by their peak. When one is full all are halved, and the time with them.
    private var peaks: [UInt16] = Array(repeating: 0, count: levels)
    /// Judgements that they were seen in.
    private var seen: Float = 0

    private static let levels = 40
    private static let unit: UInt16 = 4

    init() {}

    /// Steps of a quarter up to 4, then each higher by 15 %, up to 114.
    private static func level(_ index: Int) -> Double {
        index <= 16 ? Double(index) * 0.25 : 4 * pow(1.15, Double(index - 16))
    }

    private static func index(of peak: Double) -> Int {
        peak < 4 ? max(0, Int(peak * 4)) : min(levels - 1, 16 + Int(log(peak / 4) / log(1.15)))
    }

    /// One more judgement.
    ///
    /// - Parameter memory: judgements after which half is forgotten.
    mutating func pass(_ memory: Double) {
        seen += 1
        if Double(seen) > 2 * memory { halve() }
    }

    mutating func end(atPeak peak: Double) {
        let index = Self.index(of: peak)
        if peaks[index] > UInt16.max - Self.unit { halve() }
        peaks[index] += Self.unit
    }

    private mutating func halve() {
        seen /= 2
        for index in peaks.indices { peaks[index] /= 2 }
    }

    /// The bar that is passed once in so many judgements.
    ///
    /// Above the level that five episodes reached, what is rarer is taken from how fast they get
    /// rarer there, as of an exponential tail; before there are any, from what evidence means.
    ///
    /// - Complexity: O(levels).
    func bar(passedOnceIn judgements: Double) -> Double {
        var above = Array(repeating: 0.0, count: Self.levels + 1)
        for index in peaks.indices.reversed() {
            above[index] = above[index + 1] + Double(peaks[index]) / Double(Self.unit)
        }
        let high = peaks.indices.last { $0 >= 2 && above[$0] >= Prior.few } ?? 2
        let low = (1...high).last { above[$0] >= Prior.many } ?? 1
        let (upper, lower) = (Self.level(high), Self.level(low))
        let fall = above[high] > 0 && high > low ? log(above[low] / above[high]) : 0
        let scale = (upper - lower + Prior.scale * Prior.weight) / (fall + Prior.weight)
        let rate = (above[high] + Prior.episodes(above: upper)) / (Double(seen) + Prior.judgements)
        return max(Prior.least, upper + scale * log(max(1, Prior.care * judgements * rate)))
    }

    /// What is believed before anything is known. Set so that on noise of many kinds, independent
    /// and not, alarms come about as often as they may.
    private enum Prior {
        /// So many judgements are taken to have been seen,
        static let judgements = 100.0
        /// in which evidence was what it says, three judgements to an episode.
        static func episodes(above level: Double) -> Double {
            judgements / 3 * pow(10, -level)
        }
        /// The evidence by which episodes get rarer by a factor of e, and what that is worth in
        /// such factors seen.
        static let scale = 0.33
        static let weight = 2.0
        static let few = 5.0
        static let many = 40.0
        static let care = 1.4
        /// What is less is evidence of nothing, whatever a budget would have.
        static let least = 0.5
    }
}

extension Episodes: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(seen.bitPattern)
        for peak in peaks { writer.write(peak) }
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        seen = Float(bitPattern: try reader.integer())
        guard seen >= 0, seen.isFinite else { throw DamagedBytes("a time that is no time") }
        for index in peaks.indices { peaks[index] = try reader.integer() }
    }
}
