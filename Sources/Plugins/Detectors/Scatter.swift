import Model

/// How far values lie from what was expected of them: a mean distance that forgets.
///
/// - Unit: `scale` is a standard deviation where distances are Gaussian: the mean distance times
///   √(π/2).
/// - Complexity: O(1), 8 bytes.
struct Scatter: Sendable {
    private var mean: Float = 0
    /// The weight of all that was learnt, up to a bound.
    private(set) var seen: Float = 0

    private static let longest: Float = 65_536

    var scale: Double { 1.2533 * Double(mean) }

    /// - Parameter rate: the part that a new distance has once there are many.
    mutating func learn(_ distance: Double, rate: Double, weight: Double) {
        let distance =
            seen < 4 ? abs(distance) : tempered(abs(distance), beyond: 4 * Double(mean))
        seen = min(seen + Float(weight), Self.longest)
        let gain = min(1, max(rate, 1 / Double(seen))) * weight
        mean += Float(gain * (distance - Double(mean)))
    }
}

extension Scatter: Savable {
    func save(to writer: inout ByteWriter) {
        writer.write(mean)
        writer.write(seen)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        mean = try reader.size()
        seen = try reader.size()
    }
}
