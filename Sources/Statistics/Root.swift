/// Where a rising function is `target`, between two bounds: Newton's steps, and the middle of what
/// is left where one leads out of it.
///
/// - Parameter function: its value and its slope.
func root(
    of target: Double, from start: Double, within bounds: ClosedRange<Double>,
    _ function: (Double) -> (value: Double, slope: Double)
) -> Double {
    var (low, high) = (bounds.lowerBound, bounds.upperBound)
    var x = min(max(start, low), high)
    for _ in 0..<200 {
        let (value, slope) = function(x)
        if value < target { low = x } else { high = x }
        let step = x - (value - target) / slope
        // Each step has twice the digits of the one before.
        if abs(step - x) <= 1e-9 * abs(x) { return min(max(step, low), high) }
        let next = step > low && step < high ? step : 0.5 * (low + high)
        if next == x { return x }
        x = next
    }
    return x
}
