import Calendars
import Model

/// Round times of a zone, as an axis shows them: as many as there is room for.
struct TimeTicks: Sequence {
    struct Tick: Equatable {
        var time: Timestamp
        /// `11:20`, or at midnight and where ticks are days apart `09 Mar`.
        var label: String
    }

    private let span: ClosedRange<Timestamp>
    private let clock: WallClock
    /// From one to the next.
    let step: Interval

    init(_ span: ClosedRange<Timestamp>, _ clock: WallClock, most: Int) {
        self.span = span
        self.clock = clock
        let length = (span.upperBound - span.lowerBound).nanoseconds
        let least = Interval(nanoseconds: length / Int64(Swift.max(1, most)))
        step =
            Self.steps.first { $0 >= least }
            ?? .days(least.nanoseconds / Interval.days(1).nanoseconds + 1)
    }

    private static let steps: [Interval] =
        [1, 2, 5, 10, 15, 30].map { .minutes($0) } + [1, 2, 3, 6, 12].map { .hours($0) }
        + [1, 2, 7, 14, 28, 56].map { .days($0) }

    var isWithinDays: Bool { step < .days(1) }

    func makeIterator() -> AnyIterator<Tick> {
        var next = clock.moment(
            clock.wall(span.lowerBound - .nanoseconds(1)).aligned(to: step) + step)
        return AnyIterator {
            let time = next
            guard time <= span.upperBound else { return nil }
            next = Swift.max(
                clock.moment(clock.wall(time).aligned(to: step) + step), time + .minutes(1))
            let isMidnight = clock.wall(time).aligned(to: .days(1)) == clock.wall(time)
            return Tick(
                time: time,
                label: isMidnight || !isWithinDays ? clock.dayText(time) : clock.clockText(time))
        }
    }
}
