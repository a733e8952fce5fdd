import CBytes
public import Core
import LineProtocol
public import Model
import Plans
import PluginKit

/// Recorded lines through the real engine: what would have happened.
///
/// Without arrival times the clock is the largest event time so far, over lines put back in the
/// order of their events; with them it is the arrival, lateness and all.
public struct Replay: ~Copyable {
    public private(set) var engine: Engine
    private let hear: (Effect) -> Void
    private let withArrival: Bool
    private var reorder: Reorder
    private var arrivals = Arrivals()
    public private(set) var linesRead = 0
    /// Looks on at every pane end; nil: nobody does, and the clock jumps to the next line.
    public var look: ((borrowing Engine, Timestamp) -> Void)?
    /// The first time after another at which somebody wants to look, whether a pane ends or not;
    /// nil: at none.
    public var nextStop: ((Timestamp) -> Timestamp?)?
    private var stop: Timestamp?
    /// What the clock showed last.
    public private(set) var latest = Timestamp.distantPast

    /// - Parameter hear: gets every effect; what is sent is delivered at once.
    public init(
        _ rules: RuleSet, withArrival: Bool, linking link: @escaping Linker,
        hear: @escaping (Effect) -> Void
    ) {
        engine = Engine(linking: link)
        self.hear = hear
        self.withArrival = withArrival
        let effects = engine.apply(.rules(rules))
        reorder = Reorder(lates: engine.plan.streams.map { ($0.name, $0.late) })
        for effect in effects { hear(effect) }
    }

    /// Takes whole lines.
    public mutating func add(_ chunk: [UInt8]) {
        linesRead += chunk.count { $0 == UInt8(ascii: "\n") }
        if chunk.last.map({ $0 != UInt8(ascii: "\n") }) ?? false { linesRead += 1 }
        if withArrival {
            for batch in arrivals.add(chunk) { apply(batch) }
        } else {
            for stretch in reorder.add(chunk) { play(stretch) }
        }
    }

    /// Plays what is still held, and lets the clock reach the last event.
    public mutating func finish() {
        if withArrival {
            if let batch = arrivals.take() { apply(batch) }
        } else {
            for stretch in reorder.finish() { play(stretch) }
        }
    }

    /// Lets the clock go on where no more lines come.
    public mutating func reach(_ time: Timestamp) { if time > latest { tick(to: time) } }

    /// Events that counted so far.
    public var counted: Int { engine.status().points.reduce(0) { $0 + $1.value } }

    /// Lines refused so far, by reason, in the order of reasons.
    public var refused: [(reason: String, count: Int)] {
        var counts: [String: Int] = [:]
        for count in engine.status().refused {
            counts[count.labels["reason"] ?? "", default: 0] += count.value
        }
        counts[Refusal.unreadable.name, default: 0] += reorder.unreadable
        counts[Refusal.late.name, default: 0] += reorder.late
        counts[Refusal.unknownStream.name, default: 0] += reorder.unknown
        counts[Refusal.badSeries.name, default: 0] += arrivals.malformed
        return counts.filter { $0.value > 0 }.sorted { $0.key < $1.key }
            .map { (reason: $0.key, count: $0.value) }
    }

    /// Plays a stretch pane end by pane end: no line is folded before what ended earlier is judged.
    private mutating func play(_ stretch: Reorder.Stretch) {
        var first = 0
        while first < stretch.lines.count {
            let start = Timestamp(nanoseconds: stretch.lines[first].time)
            tick(to: start)
            let due = min(engine.nextDue ?? .endOfTime, stop ?? .endOfTime)
            var last = first
            while last < stretch.lines.count, stretch.lines[last].time < due.nanoseconds {
                last += 1
            }
            last = max(last, first + 1)
            let arrival = Timestamp(nanoseconds: stretch.lines[last - 1].time)
            tell(.lines(Batch(stretch.text(of: first..<last), arrival: arrival), ticket: nil))
            latest = max(latest, arrival)
            first = last
        }
    }

    private mutating func apply(_ batch: Batch) {
        tick(to: batch.arrival)
        tell(.lines(batch, ticket: nil))
    }

    private mutating func tick(to time: Timestamp) {
        if let look {
            if latest == .distantPast { stop = nextStop?(time - .nanoseconds(1)) }
            var last = Timestamp.distantPast
            while true {
                let due = min(engine.nextDue ?? .endOfTime, stop ?? .endOfTime)
                guard due > last, due <= time else { break }
                last = due
                tell(.tick(due))
                look(engine, due)
                if due == stop { stop = nextStop?(due) }
            }
        }
        latest = max(latest, time)
        tell(.tick(time))
    }

    private mutating func tell(_ event: Event) {
        var effects = engine.apply(event)
        while !effects.isEmpty {
            var sent: [Delivery] = []
            for effect in effects {
                hear(effect)
                if case .send(let delivery) = effect { sent.append(delivery) }
            }
            effects = sent.flatMap { delivery in
                engine.apply(
                    .reply(
                        DeliveryReply(
                            delivery: delivery.id, outcome: .delivered,
                            at: delivery.notification.at)))
            }
        }
    }
}

/// Lines that each begin with their arrival in nanoseconds and a TAB, gathered into batches of one
/// second.
private struct Arrivals {
    private var held: [UInt8] = []
    private var first = Int64.min
    private var last = Int64.min
    /// Lines without an arrival.
    private(set) var malformed = 0

    /// The batches that are complete.
    mutating func add(_ chunk: [UInt8]) -> [Batch] {
        var batches: [Batch] = []
        chunk.withUnsafeBufferPointer { bytes in
            guard let first = bytes.baseAddress else { return }
            var start = 0
            while start < bytes.count {
                let length = vigie_find2(
                    first + start, bytes.count - start, Self.newline, Self.newline)
                let line = UnsafeBufferPointer(start: first + start, count: length)
                if length > 0, let batch = add(line) { batches.append(batch) }
                start += length + 1
            }
        }
        return batches
    }

    private static let newline = UInt8(ascii: "\n")

    /// The batch that is complete by this line; nil: none is.
    private mutating func add(_ line: UnsafeBufferPointer<UInt8>) -> Batch? {
        guard let (arrival, text) = Self.cut(line) else {
            malformed += 1
            return nil
        }
        let isLater = !held.isEmpty && arrival - first > Interval.seconds(1).nanoseconds
        let batch = isLater ? take() : nil
        if held.isEmpty { first = arrival }
        last = max(last, arrival)
        held.append(contentsOf: text)
        held.append(Self.newline)
        return batch
    }

    private static func cut(_ line: UnsafeBufferPointer<UInt8>)
        -> (Int64, Slice<UnsafeBufferPointer<UInt8>>)?
    {
        var arrival: Int64 = 0
        for (index, byte) in line.enumerated() {
            if byte == UInt8(ascii: "\t"), index > 0 { return (arrival, line[(index + 1)...]) }
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let (shifted, overflow) = arrival.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            arrival = shifted &+ Int64(byte - UInt8(ascii: "0"))
        }
        return nil
    }

    /// What is held.
    mutating func take() -> Batch? {
        guard !held.isEmpty else { return nil }
        defer { held.removeAll(keepingCapacity: true) }
        return Batch(held, arrival: Timestamp(nanoseconds: last))
    }
}

extension Timestamp {
    fileprivate static let endOfTime = Timestamp(nanoseconds: .max)
}
