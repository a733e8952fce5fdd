import Model
import Statistics

/// One side of what strays: a threshold that one value in twenty passes, and a generalised Pareto
/// distribution of by how much.
struct ParetoTail: Sendable {
    private static let share = 0.05
    private static let most = 20
    private static let fewest = 10

    private var threshold = 0.0
    /// The last that passed it, by how much; a ring.
    private var excesses: [Float] = []
    private var next: UInt8 = 0
    private var shape: Float = 0
    private var scale: Float = 0

    var isReady: Bool { excesses.count >= Self.fewest }

    /// -log10 of twice the part of values beyond a distance.
    func evidence(of distance: Double) -> Double {
        let half = 0.30103
        let excess = distance - threshold
        guard excess > 0, threshold > 0 || scale > 0 else {
            return threshold > 0 ? max(0, distance / threshold * (-log10(Self.share) - half)) : 0
        }
        let (shape, scale) = (Double(shape), max(Double(scale), 1e-30))
        let beyond: Double
        if abs(shape) < 1e-3 {
            beyond = excess / scale * 0.43429
        } else {
            let reach = 1 + shape * excess / scale
            beyond = reach <= 0 ? mostEvidence : log10(reach) / shape
        }
        return min(mostEvidence, -log10(Self.share) - half + beyond)
    }

    mutating func learn(_ distance: Double, _ gain: Double, _ unit: Double) {
        let excess = distance - threshold
        // The density at this quantile is about a tenth of what it is in the middle.
        let step = 4 * gain * unit
        threshold += excess > 0 ? step * (1 - Self.share) : -step * Self.share
        threshold = max(0, threshold)
        guard excess > 0 else { return }
        let mean = Double(excesses.reduce(0, +)) / Double(max(1, excesses.count))
        let counted = isReady ? tempered(excess, beyond: 8 * max(mean, 1e-30)) : excess
        if excesses.count < Self.most {
            excesses.append(Float(counted))
        } else {
            excesses[Int(next)] = Float(counted)
            next = (next + 1) % UInt8(Self.most)
        }
        fit()
    }

    private mutating func fit() {
        let sorted = excesses.sorted()
        let count = Double(sorted.count)
        guard sorted.count >= 3 else { return }
        var (mean, weighted) = (0.0, 0.0)
        for (place, excess) in sorted.enumerated() {
            mean += Double(excess) / count
            weighted += Double(excess) * (count - 1 - Double(place)) / (count - 1) / count
        }
        let gap = mean - 2 * weighted
        guard gap > 1e-6 * mean, mean > 0 else {
            (shape, scale) = (0, Float(mean))
            return
        }
        // Twenty values do not tell the shape by themselves: half of it is a mild heavy tail.
        let own = 2 - mean / gap
        let held = 0.5 * min(0.6, max(-0.3, own)) + 0.5 * 0.15
        shape = Float(held)
        scale = Float(max(mean * (1 - held), 1e-30))
    }
}

extension ParetoTail: Savable {
    func save(to writer: inout ByteWriter) {
        writer.write(threshold)
        writer.write(UInt8(excesses.count))
        for excess in excesses { writer.write(excess) }
        writer.write(next)
        writer.write(shape)
        writer.write(scale)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        threshold = try reader.level()
        let count = Int(try reader.integer(UInt8.self))
        guard count <= Self.most else { throw DamagedBytes("more values than are kept") }
        for _ in 0..<count { excesses.append(try reader.size()) }
        next = try reader.integer()
        shape = try reader.float()
        scale = try reader.size()
        guard Int(next) < Self.most else { throw DamagedBytes("a place beyond the ring") }
    }
}
