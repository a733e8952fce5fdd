public import Model

/// When somebody is there: hours for each day of the week, days that are closed, and days with
/// hours of their own.
///
/// An opening belongs to the day on which it begins: Friday 22:00..06:00 lasts into Saturday, also
/// if Saturday is closed. It begins when the clock on the wall first shows its beginning or, where
/// the clocks are put on past that, at that moment; and ends likewise. So nothing opens twice where
/// the clocks are put back.
public struct OpeningCalendar: Equatable, Sendable {
    /// A stretch of a day, by the clock on the wall.
    public struct Opening: Hashable, Sendable {
        /// Since midnight.
        public var from: Interval
        /// Since the same midnight: beyond a day if it lasts past the next.
        public var to: Interval

        /// From 22:00 to 06:00 lasts past midnight, as does from 08:00 to 08:00.
        public init(from: Interval, to: Interval) {
            self.from = min(max(from, .zero), .days(1))
            self.to = min(to > from ? to : to + .days(1), .days(2))
        }
    }

    /// Days on which nobody comes.
    public struct Closure: Equatable, Sendable {
        public var days: ClosedRange<Day>
        /// Why; empty where nobody says.
        public var label: String

        public init(_ days: ClosedRange<Day>, label: String = "") {
            self.days = days
            self.label = label
        }
    }

    public let name: String
    public let zone: Zone
    /// For each weekday, its openings.
    public let week: [[Opening]]
    public let closures: [Closure]
    /// Days with openings of their own, whatever else is said of them.
    public let exceptions: [Day: [Opening]]
    /// The days that are closed, put together and in order.
    let closed: [ClosedRange<Day>]
    /// The days of the exceptions, in order.
    let excepted: [Day]
    /// How long it is open in a week that is like any other.
    let usual: Interval

    public init(
        name: String, zone: Zone, week: [Weekday: [Opening]], closures: [Closure] = [],
        exceptions: [Day: [Opening]] = [:]
    ) {
        self.name = name
        self.zone = zone
        self.week = Weekday.allCases.map { week[$0] ?? [] }
        self.closures = closures
        self.exceptions = exceptions
        closed = Self.merged(closures.map(\.days))
        excepted = exceptions.keys.sorted()
        let days = self.week
        usual = days.indices.reduce(.zero) { sum, day in
            stretches(own: days[day], before: days[(day + 6) % 7]).reduce(sum) {
                $0 + ($1.to - $1.from)
            }
        }
    }

    private static func merged(_ ranges: [ClosedRange<Day>]) -> [ClosedRange<Day>] {
        var merged: [ClosedRange<Day>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound.adding(days: 1) {
                merged[merged.count - 1] =
                    last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }

    public func isOpen(at time: Timestamp) -> Bool {
        let day = zone.local(time).day
        return [day, day.adding(days: 1)].contains { day in
            open(on: day).contains { $0.contains(time) }
        }
    }

    /// Why a day is closed; nil: it is not, or has hours of its own all the same.
    public func label(on day: Day) -> String? {
        guard exceptions[day] == nil else { return nil }
        return closures.first { $0.days.contains(day) }?.label
    }
}

extension OpeningCalendar {
    /// What begins on a day.
    private func openings(on day: Day) -> [Opening] {
        if let own = exceptions[day] { return own }
        return isClosed(day) ? [] : week[day.weekday.rawValue]
    }

    private func isClosed(_ day: Day) -> Bool {
        let place = closed.firstPlace { $0.upperBound >= day }
        return place < closed.count && closed[place].contains(day)
    }

    /// When it is open on a day, in order and apart, what lasts from the day before included.
    func open(on day: Day) -> [Range<Timestamp>] {
        let before = openings(on: day.adding(days: -1))
        return stretches(own: openings(on: day), before: before).compactMap { stretch in
            let from = zone.timestamp(reaching: LocalTime(day, stretch.from))
            let to = zone.timestamp(reaching: LocalTime(day, stretch.to))
            return from < to ? from..<to : nil
        }
    }

    /// The first day from `day` on that is not like the same day of any other week: closed, of its
    /// own hours, after such a one, or close to a change of the clocks.
    func nextUnusual(from day: Day) -> Day? {
        let before = day.adding(days: -1)
        let closing = closed.firstPlace { $0.upperBound >= before }
        let exception = excepted.firstPlace { $0 >= before }
        let midnight = zone.timestamp(reaching: LocalTime(day.adding(days: -2)))
        let change = zone.changes(around: midnight).next
        return [
            closing < closed.count ? max(closed[closing].lowerBound, day) : nil,
            exception < excepted.count ? max(excepted[exception], day) : nil,
            change.map { max(zone.local($0).day.adding(days: -2), day) },
        ].compactMap { $0 }.min()
    }
}

/// What of a day is open, of its own openings and those of the day before, in order and apart.
private func stretches(own: [OpeningCalendar.Opening], before: [OpeningCalendar.Opening])
    -> [(from: Interval, to: Interval)]
{
    let today = own.map { (from: $0.from, to: min($0.to, .days(1))) }
    let lasting = before.filter { $0.to > .days(1) }.map {
        (from: Interval.zero, to: $0.to - .days(1))
    }
    var apart: [(from: Interval, to: Interval)] = []
    for stretch in (lasting + today).sorted(by: { $0.from < $1.from })
    where stretch.from < stretch.to {
        if let last = apart.last, stretch.from <= last.to {
            apart[apart.count - 1].to = max(last.to, stretch.to)
        } else {
            apart.append(stretch)
        }
    }
    return apart
}

extension Array {
    /// The first place from which on `isReached` holds; it must hold for all after one for which it
    /// does.
    func firstPlace(where isReached: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isReached(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
