public import Model
public import PluginKit

/// One step in the life of an incident, with the evidence for it.
public struct IncidentMove: Equatable, Sendable {
    public enum Kind: UInt8, CaseIterable, Sendable {
        case opened, escalated, eased, resolved
        case acknowledged
        /// A silence keeps it quiet, or no longer does.
        case silenced, unsilenced
        /// Another alert does, or no longer does.
        case inhibited, uninhibited
        /// It comes and goes so often that no more is told, or is steady again.
        case flapping, steady
        /// Nobody acknowledged it in time, and somebody else was told.
        case handedOn

        public var name: String {
            switch self {
            case .opened: "opened"
            case .escalated: "escalated"
            case .eased: "eased"
            case .resolved: "resolved"
            case .acknowledged: "acknowledged"
            case .silenced: "silenced"
            case .unsilenced: "no longer silenced"
            case .inhibited: "inhibited"
            case .uninhibited: "no longer inhibited"
            case .flapping: "flapping"
            case .steady: "steady"
            case .handedOn: "handed on"
            }
        }
    }

    public var kind: Kind
    public var at: Timestamp
    public var state: AlertState
    public var value: Double?
    public var limit: Double?
    public var expected: Double?
    public var samples: Int
    public var assurance: Notification.Assurance?
    /// The window that was judged, from its start until its end; nil: there was none.
    public var window: Range<Timestamp>?
    /// Between which the events lie that it held, to the width of a pane; nil: it held none, or
    /// that is not known.
    public var events: Range<Timestamp>?
    /// Who did it: a person, a silence by its id, an alert by its name, a contact.
    public var by = ""
    /// Why: what the person said, or the reason of an end.
    public var reason = ""

    public init(
        _ kind: Kind, at: Timestamp, state: AlertState, value: Double? = nil,
        limit: Double? = nil, expected: Double? = nil, samples: Int = 0, by: String = "",
        reason: String = ""
    ) {
        self.kind = kind
        self.at = at
        self.state = state
        self.value = value
        self.limit = limit
        self.expected = expected
        self.samples = samples
        self.by = by
        self.reason = reason
    }
}

extension IncidentMove: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(kind.rawValue)
        writer.write(at)
        writer.write(state)
        for number in [value, limit, expected] { writer.write(number) }
        writer.write(Int64(samples))
        writer.write(assurance)
        for range in [window, events] {
            writer.write(range?.lowerBound)
            writer.write(range?.upperBound)
        }
        for text in [by, reason] { writer.write(text) }
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        guard let kind = Kind(rawValue: try reader.integer()) else {
            throw DamagedBytes("a step that there is not")
        }
        self.kind = kind
        at = try reader.timestamp()
        state = try reader.value()
        (value, limit) = (try reader.optional(), try reader.optional())
        expected = try reader.optional()
        samples = Int(try reader.integer(Int64.self))
        assurance = try reader.optional()
        window = try reader.range()
        events = try reader.range()
        (by, reason) = (try reader.text(), try reader.text())
    }
}

extension ByteReader {
    fileprivate mutating func range() throws(DamagedBytes) -> Range<Timestamp>? {
        let (low, high) = (try optional(Timestamp.self), try optional(Timestamp.self))
        guard let low, let high else { return nil }
        guard low <= high else { throw DamagedBytes("a time that ends before it begins") }
        return low..<high
    }
}
