import Model
import Statistics

// Numbers that were learnt, as they are saved: whatever comes out of damaged bytes, a detector can
// go on with.

extension ByteWriter {
    mutating func write(_ value: Float) { write(value.bitPattern) }
}

extension ByteReader {
    mutating func float() throws(DamagedBytes) -> Float {
        let value = Float(bitPattern: try integer())
        guard abs(value) <= 1e35 else { throw DamagedBytes("a number that nothing comes to") }
        return value
    }

    /// A mean distance, a weight: not below zero.
    mutating func size() throws(DamagedBytes) -> Float {
        let value = try float()
        guard value >= 0 else { throw DamagedBytes("a size below zero") }
        return value
    }

    mutating func level() throws(DamagedBytes) -> Double {
        let value = try double()
        guard abs(value) <= 1e35 else { throw DamagedBytes("a level that nothing comes to") }
        return value
    }
}

/// A distance as it is learnt from: beyond a limit only its logarithm counts, so that one wild
/// value changes little, and many of them are believed in the end.
///
/// - Source: the idea of Huber's psi, Annals of Mathematical Statistics 35(1), 1964; his is flat
///   where this rises slowly.
func tempered(_ distance: Double, beyond limit: Double) -> Double {
    let size = abs(distance)
    guard size > limit else { return distance }
    let limit = max(limit, 1e-30)
    let counted = limit * (1 + log(max(1, size / limit)))
    return distance < 0 ? -counted : counted
}
