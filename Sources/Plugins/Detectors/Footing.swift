import Model
import PluginKit

/// Keeps values that are no numbers from a detector, and notices when what was learnt is of
/// another world: then it is better to begin again than to forget for years.
struct Footing: Sendable {
    /// The largest size that was learnt.
    private var size: Float = 0
    /// Values in a row that are next to nothing beside it.
    private var small: UInt8 = 0

    /// Beyond it nothing is measured; a square of it still fits.
    private static let farthest = 1e30
    private static let nextToNothing: Float = 1e-6
    private static let patience = 16

    /// nil: it is no number, and nothing can be said of it.
    func admit(_ value: Double) -> Double? {
        value.isFinite ? min(max(value, -Self.farthest), Self.farthest) : nil
    }

    mutating func isLost(beside value: Double) -> Bool {
        if abs(Float(value)) >= size * Self.nextToNothing {
            small = 0
        } else if value != 0 {
            small += 1
        }
        return small >= Self.patience
    }

    /// Something of this size was learnt.
    mutating func stand(on value: Double) { size = max(size, abs(Float(value))) }
}

extension Footing: Savable {
    func save(to writer: inout ByteWriter) {
        writer.write(size)
        writer.write(small)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        size = try reader.float()
        small = try reader.integer()
        guard small < Self.patience else { throw DamagedBytes("it should have begun again") }
    }
}

/// A memory that stands on a footing.
protocol Grounded {
    var footing: Footing { get set }
}

extension Detector where Memory: Grounded {
    /// What is to be judged of an observation; nil: nothing. May have the memory begin again.
    func admit(_ observation: Observation, _ memory: inout Memory) -> Double? {
        guard let value = memory.footing.admit(observation.value) else { return nil }
        if memory.footing.isLost(beside: value) { memory = blank }
        return value
    }
}
