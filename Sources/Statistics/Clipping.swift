/// The middle one, or between the two middle ones; nil: of none.
public func median(of values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
        ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}

/// Values no further from zero than so many of their standard deviations, as told by the median of
/// their distances: no single one then decides.
public func clipped(_ values: [Double], to deviations: Double) -> [Double] {
    guard let typical = median(of: values.map { abs($0) }), typical > 0 else { return values }
    // Of a normal distribution half lies within 0.6745 standard deviations.
    let limit = deviations * typical / 0.6744897501960817
    return values.map { min(max($0, -limit), limit) }
}
