/// The logarithm of the gamma function of a positive number.
///
/// The C library's own keeps the sign of its last result for the whole process, so that two threads
/// that ask at once race for it.
///
/// - Errors: some 1e-14 of the result, or of 1 where that is more.
/// - Source: Stirling's series, from 12 on; below it by the recurrence of the gamma function.
public func logGamma(_ x: Double) -> Double {
    guard x > 0 else { return .infinity }
    var (x, shift) = (x, 1.0)
    while x < 12 {
        shift *= x
        x += 1
    }
    let inverse = 1 / x
    let square = inverse * inverse
    let series =
        inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)))
    return (x - 0.5) * log(x) - x + 0.5 * log(2 * Double.pi) + series - log(shift)
}
