/// A length of time.
///
/// - Unit: nanoseconds, signed.
public struct Interval: Hashable, Comparable, Sendable {
    public var nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static let zero = Interval(nanoseconds: 0)

    public static func nanoseconds(_ count: Int64) -> Interval { Interval(nanoseconds: count) }
    public static func microseconds(_ count: Int64) -> Interval {
        Interval(nanoseconds: count * 1_000)
    }
    public static func milliseconds(_ count: Int64) -> Interval {
        Interval(nanoseconds: count * 1_000_000)
    }
    public static func seconds(_ count: Int64) -> Interval {
        Interval(nanoseconds: count * 1_000_000_000)
    }
    public static func minutes(_ count: Int64) -> Interval { .seconds(count * 60) }
    public static func hours(_ count: Int64) -> Interval { .seconds(count * 3_600) }
    public static func days(_ count: Int64) -> Interval { .seconds(count * 86_400) }

    /// The length in seconds, the unit in which durations are computed.
    public var seconds: Double { Double(nanoseconds) / 1e9 }

    public static func < (left: Interval, right: Interval) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
    public static func + (left: Interval, right: Interval) -> Interval {
        Interval(nanoseconds: left.nanoseconds + right.nanoseconds)
    }
    public static func - (left: Interval, right: Interval) -> Interval {
        Interval(nanoseconds: left.nanoseconds - right.nanoseconds)
    }
    public static func * (left: Interval, right: Int64) -> Interval {
        Interval(nanoseconds: left.nanoseconds * right)
    }
}

extension Interval: CustomStringConvertible {
    /// As the rule language writes it: `1h30m`, `250ms`, `0s`; exact, so that reading it back gives
    /// the same.
    public var description: String {
        guard nanoseconds != 0 else { return "0s" }
        var left = nanoseconds.magnitude
        var text = nanoseconds < 0 ? "-" : ""
        for (unit, size) in Self.units where left >= size {
            text += "\(left / size)\(unit)"
            left %= size
        }
        return text
    }

    /// Reads what `description` writes, digits grouped by `_` if you like; no sign, no fraction.
    ///
    /// nil: it is not that, or longer than an interval holds.
    public init?(_ text: some StringProtocol) {
        var rest = Substring(text)
        var total: UInt64 = 0
        repeat {
            let digits = rest.prefix { ("0"..."9").contains($0) || $0 == "_" }
            rest = rest.dropFirst(digits.count)
            let name = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(name.count)
            guard digits.first != "_", digits.last != "_",
                let count = UInt64(digits.filter { $0 != "_" }),
                let unit = Self.units.first(where: { $0.name == name })
            else { return nil }
            let (length, tooLong) = unit.nanoseconds.multipliedReportingOverflow(by: count)
            let (sum, overflow) = total.addingReportingOverflow(length)
            guard !tooLong, !overflow, sum <= UInt64(Int64.max) else { return nil }
            total = sum
        } while !rest.isEmpty
        self.init(nanoseconds: Int64(total))
    }

    /// Every unit of length that the language knows, longest first, in nanoseconds.
    public static let units: [(name: String, nanoseconds: UInt64)] = [
        ("w", 604_800_000_000_000), ("d", 86_400_000_000_000), ("h", 3_600_000_000_000),
        ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000), ("ns", 1),
    ]
}
