import LineProtocol
import Model

/// What happens in the demo's shop, minute by minute, from a seed: the same every time.
struct DemoShop {
    private var random = SplitMix64(seed: 2026)
    private var next = DemoClock.start
    private var id = 0

    /// The lines of everything between the last call and `now`.
    mutating func advance(to now: Timestamp) -> [UInt8] {
        var writer = PointWriter()
        while next + Self.step <= now {
            live(through: Self.step, &writer)
            next = next + Self.step
        }
        return writer.bytes
    }

    private static let step = Interval.seconds(30)

    private mutating func live(through step: Interval, _ writer: inout PointWriter) {
        for channel in ["phone", "chat", "social", "email"] { contacts(on: channel, &writer) }
        for channel in ["phone", "chat"] { queue(of: channel, &writer) }
        answers(&writer)
    }

    /// Minutes since the bad Monday began; nil before it.
    private var minute: Double? {
        next < DemoClock.monday ? nil : (next - DemoClock.monday).seconds / 60
    }

    /// From 08:15 to 09:15 on the bad Monday.
    private func isOverrun(_ channel: String) -> Bool {
        channel == "chat" && minute.map { (15..<75).contains($0) } ?? false
    }

    private mutating func contacts(on channel: String, _ writer: inout PointWriter) {
        let isOverrun = isOverrun(channel)
        for _ in 0..<arrivals(isOverrun ? 1.6 : 0.8) {
            let leaves = chance(isOverrun ? 0.38 : 0.05)
            let waits: [String: Double] = [
                "phone": 30, "chat": 50, "social": 1_200, "email": 9_000,
            ]
            let wait = (waits[channel] ?? 60) * (isOverrun ? 7 : 1) * between(0.5, 1.6)
            let event = leaves ? "abandoned" : "first_reply"
            contact(channel, "opened", [], &writer)
            contact(channel, event, [("wait_s", .float(wait))], &writer)
            guard !leaves else { continue }
            contact(
                channel, "closed",
                [
                    ("handle_s", .float(400 * between(0.5, 1.6))),
                    ("resolution_s", .float(3_000 * between(0.3, 2))),
                    ("first_contact", .bool(chance(0.75))),
                    ("transfers", .integer(chance(0.1) ? 1 : 0)),
                ], &writer)
        }
    }

    private mutating func contact(
        _ channel: String, _ event: String, _ fields: [(name: String, value: PointWriter.Value)],
        _ writer: inout PointWriter
    ) {
        let team = ["lille", "lyon", "tunis"][Int(random.next() % 3)]
        id += 1
        write(
            "contact",
            [
                ("channel", channel), ("event", event), ("reason", "order"), ("region", "FR-IDF"),
                ("team", team),
            ], fields + [("contact_id", .string("c-\(id)"))], &writer)
    }

    private mutating func queue(of channel: String, _ writer: inout PointWriter) {
        let oldest = isOverrun(channel) ? between(500, 900) : between(5, 90)
        write(
            "queue", [("channel", channel)],
            [("waiting", .integer(Int64(oldest / 20))), ("oldest_s", .float(oldest))], &writer)
    }

    private mutating func answers(_ writer: inout PointWriter) {
        for region in ["FR-ARA", "FR-HDF", "FR-IDF"] {
            let isAngry = region == "FR-HDF" && minute.map { (20..<80).contains($0) } ?? false
            for _ in 0..<arrivals(isAngry ? 0.9 : 0.008) {
                let score = isAngry ? random.next() % 5 : chance(0.6) ? 9 : 6 + random.next() % 4
                id += 1
                write(
                    "survey",
                    [
                        ("channel", "email"), ("kind", "nps"), ("mode", "relational"),
                        ("region", region),
                    ],
                    [
                        ("score", .integer(Int64(score))), ("respondent_id", .string("r-\(id)")),
                    ], &writer)
            }
        }
    }

    private mutating func write(
        _ measurement: String, _ tags: [(String, String)],
        _ fields: [(name: String, value: PointWriter.Value)], _ writer: inout PointWriter
    ) {
        let time = next + Interval(nanoseconds: Int64(between(0, Self.step.seconds) * 1e9))
        let labels = Labels(tags.map { Labels.Pair($0.0, $0.1) })
        do { try writer.append(measurement, tags: labels, fields: fields, time: time) } catch {
            preconditionFailure("the demo writes what cannot be written: \(error)")
        }
    }

    /// As many as come in one step, `mean` on average.
    private mutating func arrivals(_ mean: Double) -> Int {
        Int(mean) + (chance(mean - mean.rounded(.down)) ? 1 : 0)
    }

    private mutating func chance(_ share: Double) -> Bool { between(0, 1) < share }

    private mutating func between(_ low: Double, _ high: Double) -> Double {
        low + (high - low) * Double(random.next() >> 11) / 9_007_199_254_740_992
    }
}
