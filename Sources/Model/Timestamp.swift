/// A point in time.
///
/// - Unit: nanoseconds since 1970-01-01T00:00:00Z, signed; good from 1677 to 2262.
public struct Timestamp: Hashable, Comparable, Sendable {
    public var nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static let zero = Timestamp(nanoseconds: 0)
    public static let distantPast = Timestamp(nanoseconds: .min)

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// Saturates at the ends of the range: a time from the wire may be anything.
    public static func + (left: Timestamp, right: Interval) -> Timestamp {
        let (sum, overflow) = left.nanoseconds.addingReportingOverflow(right.nanoseconds)
        return Timestamp(nanoseconds: overflow ? (right.nanoseconds < 0 ? .min : .max) : sum)
    }
    public static func - (left: Timestamp, right: Interval) -> Timestamp {
        left + Interval(nanoseconds: right.nanoseconds == .min ? .max : -right.nanoseconds)
    }
    /// Saturates, as `+` does.
    public static func - (left: Timestamp, right: Timestamp) -> Interval {
        let (gap, overflow) = left.nanoseconds.subtractingReportingOverflow(right.nanoseconds)
        return Interval(nanoseconds: overflow ? (left < right ? .min : .max) : gap)
    }

    /// The largest multiple of `step` since the epoch that is not after this time.
    public func aligned(to step: Interval) -> Timestamp {
        let (start, isBeyond) = paneIndex(of: step)
            .multipliedReportingOverflow(by: step.nanoseconds)
        return isBeyond ? .distantPast : Timestamp(nanoseconds: start)
    }

    /// Which pane of length `step` this time falls in, counted from the epoch; rounds down, also
    /// before it.
    @inlinable
    public func paneIndex(of step: Interval) -> Int64 {
        let quotient = nanoseconds / step.nanoseconds
        return nanoseconds % step.nanoseconds < 0 ? quotient - 1 : quotient
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC with as many decimals as it needs: `2026-03-09T08:45:00Z`.
    public var description: String {
        let date = CivilDate(self)
        var text =
            "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T"
            + "\(padded(date.hour, 2)):\(padded(date.minute, 2)):\(padded(date.second, 2))"
        if date.nanosecond != 0 {
            var digits = padded(date.nanosecond, 9)
            while digits.hasSuffix("0") { digits.removeLast() }
            text += ".\(digits)"
        }
        return text + "Z"
    }
}

func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

extension Timestamp {
    /// To the minute, for people: `2026-03-09 08:45 UTC`.
    public var minuteText: String {
        let date = CivilDate(self)
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2)) "
            + "\(padded(date.hour, 2)):\(padded(date.minute, 2)) UTC"
    }
}
