import CBytes

/// A number of the wire, with the type that its last letter gives it.
enum Number {
    case float(Double)
    case integer(Int64)
    case unsigned(UInt64)
    case malformed
    /// Well formed, and too large for its type: said apart, for the sender's mistake is another
    /// one.
    case outOfRange
}

/// Reads `[-]digits[.digits][e[±]digits]`, `[-]digits i` or `digits u`, and nothing else: no `+1`,
/// `NaN`, `0x10`, `1_0`.
///
/// - Complexity: O(length); about 7 ns for the usual ten digits.
/// - Source: W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990.
@inline(__always)
func decodedNumber(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Number {
    let isNegative = start.pointee == .minus
    var at = start + (isNegative ? 1 : 0)
    var mantissa: UInt64 = 0
    let whole = readDigits(&at, end, into: &mantissa)
    if at == end, 1...15 ~= whole {
        let value = Double(Int64(truncatingIfNeeded: mantissa))
        return .float(isNegative ? -value : value)
    }
    if at + 1 == end, whole > 0 {
        let isSigned = at.pointee == UInt8(ascii: "i")
        if isSigned || at.pointee == UInt8(ascii: "u") {
            if isNegative, !isSigned { return .malformed }
            guard let magnitude = wholeNumber(before: at, digits: whole, read: mantissa) else {
                return .outOfRange
            }
            return isSigned ? integer(magnitude, isNegative) : .unsigned(magnitude)
        }
    }
    var fraction = 0
    if at < end, at.pointee == .dot {
        at += 1
        fraction = readDigits(&at, end, into: &mantissa)
    }
    var exponent = -fraction
    guard whole + fraction > 0, at == end || readExponent(&at, end, into: &exponent) else {
        return .malformed
    }
    let isExact = whole + fraction <= 19
    if isExact, let value = nearestDouble(mantissa, exponent) {
        return .float(isNegative ? -value : value)
    }
    let value = vigie_strtod(start, end - start)
    return value.isFinite ? .float(value) : .outOfRange
}

/// What the digits before `end` stand for, `value` if they were few enough to be `read`; nil if 64
/// bits cannot hold it.
@inline(__always)
func wholeNumber(
    before end: UnsafePointer<UInt8>, digits: Int, read value: UInt64
) -> UInt64? {
    digits <= 19 ? value : longWholeNumber(before: end, digits: digits)
}

@inline(never)
private func longWholeNumber(before end: UnsafePointer<UInt8>, digits: Int) -> UInt64? {
    var value: UInt64 = 0
    for index in -digits..<0 {
        let (tens, lost) = value.multipliedReportingOverflow(by: 10)
        let (sum, carried) = tens.addingReportingOverflow(UInt64(end[index] &- 0x30))
        if lost || carried { return nil }
        value = sum
    }
    return value
}

@inline(__always)
private func integer(_ magnitude: UInt64, _ isNegative: Bool) -> Number {
    if !isNegative { return Int64(exactly: magnitude).map(Number.integer) ?? .outOfRange }
    guard magnitude <= Int64.min.magnitude else { return .outOfRange }
    return .integer(Int64(truncatingIfNeeded: 0 &- magnitude))
}

/// Goes past the digits at `at`, adds them to `value` and says how many there were; beyond 19
/// `value` is worthless.
@inline(__always)
func readDigits(
    _ at: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, into value: inout UInt64
) -> Int {
    let start = at
    while end - at >= 8 {
        let word = UnsafeRawPointer(at).loadUnaligned(as: UInt64.self)
        guard isEightDigits(word) else { break }
        value = value &* 100_000_000 &+ eightDigits(word)
        at += 8
    }
    while at < end, at.pointee.isDigit {
        value = value &* 10 &+ UInt64(at.pointee &- 0x30)
        at += 1
    }
    return at - start
}

/// - Source: D. Lemire, "Quickly parsing eight digits", 2018.
@inline(__always)
private func isEightDigits(_ word: UInt64) -> Bool {
    (word & 0xF0F0_F0F0_F0F0_F0F0)
        | (((word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) >> 4)
        == 0x3333_3333_3333_3333
}

/// The first digit stands in the lowest byte: pairs, then fours, then eight.
@inline(__always)
private func eightDigits(_ word: UInt64) -> UInt64 {
    var value = word &- 0x3030_3030_3030_3030
    value = (value &* 10) &+ (value >> 8)
    let even = (value & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let odd = ((value >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return (even &+ odd) >> 32
}

/// Goes past `e±digits`, adds it to `exponent`, and says whether it was one and the last of the
/// number.
private func readExponent(
    _ at: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, into exponent: inout Int
) -> Bool {
    guard at.pointee | 0x20 == UInt8(ascii: "e") else { return false }
    at += 1
    var isNegative = false
    if at < end, at.pointee == .minus || at.pointee == UInt8(ascii: "+") {
        isNegative = at.pointee == .minus
        at += 1
    }
    var size: UInt64 = 0
    let length = readDigits(&at, end, into: &size)
    // What is larger than this takes the slow way, and only has to stay large on it.
    let bounded = length > 9 ? 1_000_000_000 : Int(size)
    exponent += isNegative ? -bounded : bounded
    return length > 0 && at == end
}

/// The double nearest to `mantissa · 10^exponent` where that takes one rounding or one exact
/// division.
///
/// Most senders print 16 or 17 digits, which is one too many for Clinger's way: hence the second.
@inline(__always)
func nearestDouble(_ mantissa: UInt64, _ exponent: Int) -> Double? {
    if mantissa <= 1 << 53, -22...22 ~= exponent {
        let value = Double(Int64(truncatingIfNeeded: mantissa))
        return exponent < 0
            ? value / vigie_power_of_ten(-exponent) : value * vigie_power_of_ten(exponent)
    }
    guard -19...0 ~= exponent else { return nil }
    return quotient(mantissa, vigie_whole_power_of_ten(-exponent))
}

/// `dividend / divisor`, rounded once, to nearest, ties to even.
///
/// With both shifted up to bit 63, the quotient in 63 or 64 bits has ten more than a double. That
/// there was a remainder is kept in the last, where it tells a tie from what is just above one.
///
/// - Complexity: one division of 128 bits by 64.
@inline(never)
private func quotient(_ dividend: UInt64, _ divisor: UInt64) -> Double {
    let up = dividend.leadingZeroBitCount
    let down = divisor.leadingZeroBitCount
    let top = dividend << UInt64(up)
    let (bits, rest) = (divisor << UInt64(down))
        .dividingFullWidth((high: top >> 1, low: top << 63))
    let rounded = Double(bits | (rest == 0 ? 0 : 1))
    return rounded * Double(sign: .plus, exponent: down - up - 63, significand: 1)
}
