public import Model

/// A time zone: how far its clocks are ahead of UTC, and when that changes.
///
///     changes         c0          c1          c2
///     offset    o0    |    o1     |    o2     |    o3 ...
///
/// The rule by which it changes its clocks in years to come is written out up to the last year of a
/// `Timestamp`, so that each question is a binary search and nothing else.
///
/// - Source: RFC 8536 for the files and the rule.
public struct Zone: Sendable {
    /// By which people call it: `Europe/Paris`.
    public let name: String
    /// All it knows, to be kept beside rules: the same text gives the same zone, on a machine whose
    /// own zones are of another year too. Equal clocks have equal texts.
    public let text: String
    /// Seconds since the epoch at which the clocks change, in order.
    let changes: [Int64]
    /// In seconds; one more than there are changes.
    let offsets: [Int64]

    /// Clocks that are never changed.
    public static let utc = Zone(name: "UTC", ZoneTable(first: 0))

    /// Clocks that are never changed either.
    public init(name: String, ahead offset: Interval) {
        self.init(name: name, ZoneTable(first: offset.nanoseconds / 1_000_000_000))
    }

    init(name: String, _ table: ZoneTable) {
        let short = table.shortened
        self.name = name
        text = short.text
        (changes, offsets) = short.writtenOut
    }

    /// How far its clocks are ahead of UTC.
    public func offset(at time: Timestamp) -> Interval {
        .seconds(offsets[period(of: time.paneIndex(of: .seconds(1)))])
    }

    public func local(_ time: Timestamp) -> LocalTime {
        let seconds = time.paneIndex(of: .seconds(1))
        let fraction = time.nanoseconds &- seconds &* 1_000_000_000
        let wall = Timestamp.floored(seconds + offsets[period(of: seconds)], by: 86_400)
        return LocalTime(
            Day(number: Int(wall.quotient)),
            Interval(nanoseconds: wall.rest * 1_000_000_000 + fraction))
    }

    /// When the clocks show this. Where they are put on past it, the same wall time as if they had
    /// not been; where they show it twice, the first of both.
    public func timestamp(of local: LocalTime) -> Timestamp {
        let wall = local.seconds
        let period = period(ofWall: wall)
        let seconds = wall - offsets[period]
        if period > 0, seconds < changes[period - 1] {
            return Timestamp(seconds: wall - offsets[period - 1], local.fraction)
        }
        return Timestamp(seconds: seconds, local.fraction)
    }

    /// When the clocks first show this or anything later: as `timestamp(of:)`, but where they are
    /// put on past it, the moment at which that happens.
    public func timestamp(reaching local: LocalTime) -> Timestamp {
        let wall = local.seconds
        let period = period(ofWall: wall)
        let seconds = wall - offsets[period]
        if period > 0, seconds < changes[period - 1] {
            return Timestamp(seconds: changes[period - 1], 0)
        }
        return Timestamp(seconds: seconds, local.fraction)
    }

    /// Whether its hours begin where panes of this length do. What its clocks showed before 1980
    /// does not count: in 1971 there was still one that was 44 minutes and 30 seconds off.
    public func isAligned(to step: Interval) -> Bool {
        guard step > .zero else { return false }
        let first = period(of: 315_532_800)
        return offsets[first...].allSatisfy {
            Interval.seconds($0).nanoseconds % step.nanoseconds == 0
        }
    }
}

extension Zone {
    /// How many changes are not after `seconds`.
    private func period(of seconds: Int64) -> Int {
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The first period whose clocks have not shown so much by its end. Clocks are never put back
    /// again so soon that these ends would not be in order.
    private func period(ofWall wall: Int64) -> Int {
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] + offsets[middle] <= wall { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The changes of the clocks next to a time: the last that is not after it, the first that is.
    func changes(around time: Timestamp) -> (last: Timestamp?, next: Timestamp?) {
        let next = period(of: time.paneIndex(of: .seconds(1)))
        return (
            next > 0 ? Timestamp(seconds: changes[next - 1], 0) : nil,
            next < changes.count ? Timestamp(seconds: changes[next], 0) : nil
        )
    }
}

extension Zone: Hashable {
    public static func == (left: Zone, right: Zone) -> Bool {
        left.name == right.name && left.text == right.text
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Timestamp {
    /// At the ends of what it holds, that end.
    init(seconds: Int64, _ fraction: Int64) {
        let (whole, isBeyond) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let end = Timestamp(nanoseconds: seconds < 0 ? .min : .max)
        self = isBeyond ? end : Timestamp(nanoseconds: whole) + Interval(nanoseconds: fraction)
    }

    static func floored(_ value: Int64, by step: Int64) -> (quotient: Int64, rest: Int64) {
        let rest = value % step
        return rest < 0 ? (value / step - 1, rest + step) : (value / step, rest)
    }
}
