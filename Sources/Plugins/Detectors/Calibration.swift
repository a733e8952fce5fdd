import Model
import Statistics

/// What a distance in scales is worth as evidence: the one place where detectors turn the one into
/// the other.
struct Calibration: Sendable {
    /// -log10 of the part of distances that are at least as large.
    mutating func evidence(of distance: Double, weight: Double) -> Double {
        let z = min(abs(distance), 12)
        return -log10(2 * normalAbove(z))
    }
}

extension Calibration: Savable {
    func save(to writer: inout ByteWriter) {}
    init(from reader: inout ByteReader) throws(DamagedBytes) {}
}
