/// How many standard errors a value must be past a limit, for a rule that looks once, to err no
/// more often than stated; one-sided.
public func reachAtOneLook(error: Double) -> Double { normalQuantile(above: error) }

/// The same for a rule that looks again after each sample, for as long as samples come in: over all
/// looks together it errs no more often than stated.
///
/// The boundary of a mixture of normal distributions. It is closest where some six times the
/// samples of `tuned` have come in (at an error of 5 %), and wider before and after.
///
/// Of a window that slides the samples do not add up for ever. There the promise is for each
/// stretch as long as the window: the greatest of a window's mean over such a stretch passes x
/// standard errors with the chance that `stretchAbove` gives, and this reach lies above that x.
///
/// - Source: Robbins, "Statistical methods related to the law of the iterated logarithm", Annals of
///   Mathematical Statistics 41, 1970; Howard, Ramdas, McAuliffe and Sekhon, "Time-uniform,
///   nonparametric, nonasymptotic confidence sequences", Annals of Statistics 49, 2021.
public func reachAtAllLooks(error: Double, samples: Double, tuned: Double) -> Double {
    guard samples > 0, tuned > 0 else { return .infinity }
    // Both sides err twice as often as one.
    let both = 2 * error
    let grown = samples / tuned
    return ((1 + 1 / grown) * log((1 + grown) / (both * both))).squareRoot()
}

/// How many samples the boundary is tuned for, that it be closest at twice the samples that a KPI
/// needs.
public func tuning(needs: Int, error: Double) -> Double {
    let both = -2 * log(2 * error)
    return 2 * Double(max(needs, 30)) / (both + log(1 + both))
}

/// The chance that the mean of a sliding window, of noise alone, is ever more than `x` of its
/// standard errors too high in a stretch as long as the window.
///
/// - Source: Slepian, "First passage time for a particular Gaussian process", Annals of
///   Mathematical Statistics 32, 1961.
public func stretchAbove(_ x: Double) -> Double {
    let (below, density) = (normalBelow(x), normalDensity(x))
    return 1 - (below * below - density * (x * below + density))
}
