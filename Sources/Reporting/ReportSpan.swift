public import Model

/// A stretch of time over which a report asks for one value.
public struct ReportSpan: Hashable, Sendable {
    public var start: Timestamp
    public var end: Timestamp

    public init(_ start: Timestamp, _ end: Timestamp) {
        self.start = start
        self.end = end
    }

    public var length: Interval { end - start }
}

/// Into which panes windows of a report are cut, and where its times lie then.
public struct ReportGrid: Equatable, Sendable {
    public var step: Interval
    /// The time that was asked for, at the next pane end.
    public var time: Timestamp

    /// The longest step by which the time and all lengths can be had, or, where there would be too
    /// many panes, the shortest with fewer.
    ///
    /// - Returns: nil if a length is no whole number of any step.
    public init?(_ time: Timestamp, lengths: [Interval]) {
        let longest = lengths.max() ?? .zero
        let fitting = Self.steps.filter { step in
            lengths.allSatisfy {
                $0 > .zero && $0.nanoseconds % step.nanoseconds == 0
            } && longest.nanoseconds / step.nanoseconds <= Int64(Limits.panesPerReport)
        }
        guard let finest = fitting.last else { return nil }
        step = fitting.first { time.aligned(to: $0) == time } ?? finest
        let aligned = time.aligned(to: step)
        self.time = aligned == time ? time : aligned + step
    }

    private static let steps: [Interval] =
        [
            86_400, 43_200, 21_600, 14_400, 7_200, 3_600, 1_800, 900, 600, 300, 120, 60, 30, 15, 10,
            5, 1,
        ]
        .map(Interval.seconds)
}
