public import Model

/// The values of a KPI for one group, wherever they changed.
public struct Course: Equatable, Sendable {
    public struct Point: Equatable, Sendable {
        /// The pane end.
        public var time: Timestamp
        /// nil: from then on it has no value.
        public var value: Double?
        public var samples: Int
        /// Between what the value lies, where that was asked for and is known.
        public var range: ClosedRange<Double>?
        /// Whether it is to be judged at a time to come, and may be another one by then.
        public var isProvisional = false
    }

    public var kpi: String
    public var unit: Unit
    public var group: Labels
    public var points: [Point] = []
    /// What was usual, wherever that changed; none where nobody asked.
    public var usual: [Usual] = []

    /// What is usual from a time on.
    public struct Usual: Equatable, Sendable {
        public var time: Timestamp
        /// nil: it is not known yet.
        public var centre: Double?
        /// The standard deviation of values about the centre; nil: it is not known yet.
        public var scale: Double?

        public init(time: Timestamp, centre: Double?, scale: Double?) {
            self.time = time
            self.centre = centre
            self.scale = scale
        }
    }

    public init(kpi: String, unit: Unit, group: Labels, points: [Point] = []) {
        self.kpi = kpi
        self.unit = unit
        self.group = group
        self.points = points
    }

    /// The point that holds at a time; nil: it had no value yet.
    public func point(at time: Timestamp) -> Point? { points.last(until: time, \.time) }

    /// What was usual at a time; nil: nothing was said yet.
    public func usual(at time: Timestamp) -> Usual? { usual.last(until: time, \.time) }
}

extension Array {
    /// Of elements in the order of their times.
    fileprivate func last(until time: Timestamp, _ at: (Element) -> Timestamp) -> Element? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if at(self[middle]) <= time { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : self[low - 1]
    }
}
