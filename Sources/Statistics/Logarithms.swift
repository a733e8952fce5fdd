import func Glibc.exp
import func Glibc.expm1
import func Glibc.log
import func Glibc.log10
import func Glibc.log1p
import func Glibc.pow

// The C library's own, by the names that everybody knows. This room is the only pure one that sees
// the C library, and sees of it nothing but mathematics.

/// The natural logarithm: -infinity at 0, and no number below.
public func log(_ x: Double) -> Double { Glibc.log(x) }

/// log(1 + x), exact where x is small.
public func log1p(_ x: Double) -> Double { Glibc.log1p(x) }

public func log10(_ x: Double) -> Double { Glibc.log10(x) }

public func exp(_ x: Double) -> Double { Glibc.exp(x) }

/// exp(x) - 1, exact where x is small.
public func expm1(_ x: Double) -> Double { Glibc.expm1(x) }

public func pow(_ base: Double, _ exponent: Double) -> Double { Glibc.pow(base, exponent) }
