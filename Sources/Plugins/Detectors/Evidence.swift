import Statistics

/// The most that any detector says.
let mostEvidence = 300.0

/// -log10 of twice a tail: from 0, where the value is in the middle, to `mostEvidence`.
///
/// - Parameter z: the distance in scales where the tail is a Gaussian one, for what is too small to
///   be written as a number.
func evidence(ofTail tail: Double, gaussian z: Double? = nil) -> Double {
    if tail > 1e-280 { return min(mostEvidence, max(0, -log10(2 * tail))) }
    guard let z else { return mostEvidence }
    // The tail is the density over z, that far out.
    return min(mostEvidence, z * z * 0.21715 + log10(abs(z) * 1.2533))
}
