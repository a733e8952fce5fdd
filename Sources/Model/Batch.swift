/// What one read or one request brought: lines of the line protocol as they came, and when.
public struct Batch: Sendable {
    public var bytes: [UInt8]
    /// When it arrived: the time of points without a timestamp, and the clock against which points
    /// are late or early.
    public var arrival: Timestamp
    public var precision: Precision
    public var source: Source

    public init(
        _ bytes: [UInt8], arrival: Timestamp, precision: Precision = .nanoseconds,
        source: Source = .replay
    ) {
        self.bytes = bytes
        self.arrival = arrival
        self.precision = precision
        self.source = source
    }
}

/// By which door a batch came in.
public enum Source: UInt8, CaseIterable, Sendable {
    case replay, tcp, udp, unix, http
}

/// The unit of the timestamps on the wire.
public enum Precision: UInt8, CaseIterable, Sendable {
    case nanoseconds, microseconds, milliseconds, seconds, minutes, hours

    /// Nanoseconds in one unit.
    public var scale: Int64 {
        switch self {
        case .nanoseconds: 1
        case .microseconds: 1_000
        case .milliseconds: 1_000_000
        case .seconds: 1_000_000_000
        case .minutes: 60_000_000_000
        case .hours: 3_600_000_000_000
        }
    }
}

/// What became of the lines of one batch.
public struct Receipt: Equatable, Sendable {
    public struct Complaint: Equatable, Sendable {
        /// 1-based line of the batch.
        public var line: Int
        /// 1-based byte of the line; nil where the line as a whole is refused.
        public var column: Int?
        public var reason: String

        public init(line: Int, column: Int?, reason: String) {
            self.line = line
            self.column = column
            self.reason = reason
        }
    }

    public var accepted = 0
    public var refused = 0
    /// The first `Limits.complaintsPerBatch` of what was refused.
    public var complaints: [Complaint] = []

    public init() {}
}
