public import Core
public import Model
import PluginKit

/// An event as the journal holds it.
///
/// Lines keep their bytes as they came, so that writing them costs a copy and no encoding.
enum EventRecord {
    private enum Kind: UInt8 { case lines, tick, reply, rules, restarted, order }

    /// Everything of the event but the lines themselves, which follow.
    static func head(of event: Event, number: UInt64) -> ByteWriter {
        var writer = ByteWriter()
        writer.write(number)
        switch event {
        case .lines(let batch, _):
            writer.write(Kind.lines.rawValue)
            writer.write(batch.arrival)
            writer.write(batch.precision.rawValue)
            writer.write(batch.source.rawValue)
        case .tick(let now):
            writer.write(Kind.tick.rawValue)
            writer.write(now)
        case .reply(let reply):
            writer.write(Kind.reply.rawValue)
            writer.write(reply)
        case .rules(let rules):
            writer.write(Kind.rules.rawValue)
            writer.write(rules)
        case .restarted(let now):
            writer.write(Kind.restarted.rawValue)
            writer.write(now)
        case .order(let order, let now, _):
            writer.write(Kind.order.rawValue)
            writer.write(now)
            writer.write(order)
        }
        return writer
    }

    static func read(_ payload: ArraySlice<UInt8>) throws(DamagedBytes) -> (UInt64, Event) {
        var reader = ByteReader(payload)
        let number = try reader.integer(UInt64.self)
        guard let kind = Kind(rawValue: try reader.integer()) else {
            throw DamagedBytes("an event of a kind that there is not")
        }
        let event: Event =
            switch kind {
            case .lines: .lines(try batch(&reader, payload), ticket: nil)
            case .tick: .tick(try moment(&reader))
            case .reply: .reply(try DeliveryReply(from: &reader))
            case .rules: .rules(try RuleSet(from: &reader))
            case .restarted: .restarted(try moment(&reader))
            case .order: try order(&reader)
            }
        return (number, event)
    }

    /// When something happened: between 1824 and 2116, so that panes around it have numbers and
    /// ends.
    static func moment(_ reader: inout ByteReader) throws(DamagedBytes) -> Timestamp {
        let time = try reader.timestamp()
        guard time.nanoseconds.magnitude < UInt64(Int64.max) / 2 else {
            throw DamagedBytes("a time beyond all times")
        }
        return time
    }

    private static func order(_ reader: inout ByteReader) throws(DamagedBytes) -> Event {
        let now = try moment(&reader)
        return .order(try Order(from: &reader), at: now, ticket: nil)
    }

    private static func batch(_ reader: inout ByteReader, _ payload: ArraySlice<UInt8>)
        throws(DamagedBytes) -> Batch
    {
        let arrival = try moment(&reader)
        guard let precision = Precision(rawValue: try reader.integer()),
            let source = Source(rawValue: try reader.integer())
        else { throw DamagedBytes("a batch from nowhere") }
        return Batch(
            Array(payload.suffix(reader.remaining)), arrival: arrival, precision: precision,
            source: source)
    }
}

extension DeliveryReply: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(delivery)
        writer.write(at)
        switch outcome {
        case .delivered where handle.isEmpty: writer.write(0 as UInt8)
        case .delivered:
            writer.write(3 as UInt8)
            writer.write(handle)
        case .refused(let reason):
            writer.write(1 as UInt8)
            writer.write(reason)
        case .later(let reason, let after):
            writer.write(2 as UInt8)
            writer.write(reason)
            writer.write(after?.nanoseconds ?? -1)
        }
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        let delivery = try reader.text()
        let at = try EventRecord.moment(&reader)
        let outcome: Outcome
        var handle = ""
        switch try reader.integer(UInt8.self) {
        case 0: outcome = .delivered
        case 1: outcome = .refused(reason: try reader.text())
        case 2:
            let reason = try reader.text()
            let after = try reader.integer(Int64.self)
            outcome = .later(
                reason: reason, after: after < 0 ? nil : Interval(nanoseconds: after))
        case 3: (outcome, handle) = (.delivered, try reader.text())
        default: throw DamagedBytes("an outcome that there is not")
        }
        self.init(delivery: delivery, outcome: outcome, at: at, handle: handle)
    }
}
