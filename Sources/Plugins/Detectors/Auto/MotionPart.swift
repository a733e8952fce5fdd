import Model
import PluginKit
import Statistics

/// How values go from one to the next: whether they scatter more or less than they use to, and for
/// how long they have not moved at all.
struct MotionPart: Sendable {
    private static let fast = 0.1
    private static let slow = 0.002
    /// A step beyond so many usual ones is learnt from as if it were no longer.
    private static let believed = 100.0

    private var last = 0.0
    private var lately = 0.0
    private var usually = 0.0
    private var still: UInt32 = 0

    mutating func step(_ value: Double, seen: Int) -> (noise: Double, stillness: Double) {
        defer { last = value }
        guard seen > 0 else { return (0, 0) }
        var length = abs(value - last)
        if usually > 0, seen > Auto.learning { length = min(length, Self.believed * usually) }
        lately += Self.fast * (length - lately)
        usually += max(Self.slow, 1 / Double(seen + 1)) * (length - usually)
        still = value == last ? min(still, 1 << 30) + 1 : 0
        // What never moved, or not for so long that it is forgotten, does not stand still.
        guard usually > 1e-9 * abs(value) else { return (0, 0) }
        let noise = abs(log((lately + 0.05 * usually) / (1.05 * usually)))
        return (noise, Double(still))
    }
}

extension MotionPart: Savable {
    func save(to writer: inout ByteWriter) {
        for number in [last, lately, usually] { writer.write(number) }
        writer.write(still)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        last = try reader.level()
        lately = try reader.level()
        usually = try reader.level()
        still = try reader.integer()
        guard lately >= 0, usually >= 0 else { throw DamagedBytes("steps shorter than none") }
    }
}
