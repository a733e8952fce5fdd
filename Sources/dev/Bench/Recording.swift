import LineProtocol
import Model

/// Lines to measure with: of about 110 bytes, four tags, three fields and a time, over so many
/// series.
struct Recording {
    static let start = Timestamp("2026-03-09T08:00:00Z")!

    private(set) var batches: [Batch] = []
    let lines: Int

    var bytes: Int { batches.reduce(0) { $0 + $1.bytes.count } }

    /// The first lines are of one series after the other, the rest of any. `ids`: each has one of
    /// its own, which the seed decides. Without times they are as old as their batch.
    init(series: Int, lines: Int, seed: UInt64 = 1, ids: Bool = false, timed: Bool = true) {
        self.lines = lines
        var random = SplitMix64(seed: seed)
        for first in stride(from: 0, to: lines, by: 5_000) {
            var writer = PointWriter()
            for line in first..<min(first + 5_000, lines) {
                let place = line < series ? line : Int(random.next() % UInt64(series))
                let offset = Int64(line) * 45_000_000_000 / Int64(lines)
                Self.write(
                    place, ids: ids, &random, &writer,
                    at: timed ? Self.start + Interval(nanoseconds: offset) : nil)
            }
            batches.append(Batch(writer.bytes, arrival: Self.start + .seconds(50)))
        }
    }

    /// Without the first half of the batches.
    var secondHalf: Recording {
        var half = self
        half.batches.removeFirst(batches.count / 2)
        return half
    }

    /// The same lines, arriving at another time.
    func arriving(at time: Timestamp) -> Recording {
        var moved = self
        for index in batches.indices { moved.batches[index].arrival = time }
        return moved
    }

    private static func write(
        _ series: Int, ids: Bool, _ random: inout SplitMix64, _ writer: inout PointWriter,
        at time: Timestamp?
    ) {
        let channels = ["phone", "chat", "social", "email"]
        let tags = Labels([
            .init("channel", channels[series % 4]), .init("region", "FR-\(series % 13)"),
            .init("team", "t\(series / 10)"), .init("user", "u\(series)"),
        ])
        let draw = random.next()
        var fields: [(name: String, value: PointWriter.Value)] = [
            ("wait_s", .float(Double(draw % 60_000) / 100)),
            ("handle_s", .float(Double(draw >> 32 % 90_000) / 10)),
            ("first_contact", .bool(draw % 3 == 0)),
        ]
        if ids { fields.append(("id", .string(String(random.next(), radix: 16)))) }
        do {
            try writer.append("contact", tags: tags, fields: fields, time: time)
        } catch { preconditionFailure("the benchmark writes what cannot be written: \(error)") }
    }
}
