/// Between what the mean of a count lies of which one was seen, if its events come by chance and
/// independently: the exact interval of Poisson.
///
/// - Parameter dispersion: by how many times the count scatters more than that, as variances go; 1
///   or more.
/// - Source: Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28, 1936.
public func countInterval(_ count: Double, reaching z: Double, dispersion: Double = 1)
    -> ClosedRange<Double>?
{
    guard count >= 0, z >= 0 else { return nil }
    let clumps = count / dispersion
    let low = clumps == 0 ? 0 : dispersion * gammaQuantile(reaching: -z, clumps)
    let high = dispersion * gammaQuantile(reaching: z, clumps + 1)
    return min(low, count)...max(high, count)
}
