import Model
import PluginKit

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

    /// By which a value is measured: never below its own standard error.
    func scale(of observation: Observation, near expected: Double) -> Double {
        max(scale, observation.error ?? 0, 1e-9 * abs(expected), 1e-30)
    }

    /// As much of a distance as is learnt from; all of it while little is known.
    func believed(_ distance: Double, beyond scales: Double) -> Double {
        seen < 5 ? distance : tempered(distance, beyond: scales * scale)
    }

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
