import LineProtocol
import Model

/// Lines to measure with: of about 110 bytes, four tags, three fields and a time, over so many
/// series.
struct Recording {
    static let start = Timestamp("2026-03-09T08:00:00Z")!

    let batches: [Batch]
    let lines: Int

    init(series: Int, lines: Int) {
        var random = SplitMix64(seed: 1)
        var batches: [Batch] = []
        for first in stride(from: 0, to: lines, by: 5_000) {
            var writer = PointWriter()
            for line in first..<min(first + 5_000, lines) {
                let place =
                    lines >= series && line < series
                    ? line : Int(random.next() % UInt64(series))
                Self.write(place, line, lines, &random, &writer)
            }
            batches.append(Batch(writer.bytes, arrival: Self.start + .seconds(50)))
        }
        self.batches = batches
        self.lines = lines
    }

    private static func write(
        _ series: Int, _ line: Int, _ lines: Int, _ random: inout SplitMix64,
        _ writer: inout PointWriter
    ) {
        let channels = ["phone", "chat", "social", "email"]
        let tags = Labels([
            .init("channel", channels[series % 4]), .init("region", "FR-\(series % 13)"),
            .init("team", "t\(series % 17)"), .init("user", "u\(series)"),
        ])
        let time = start + Interval(nanoseconds: Int64(line) * 45_000_000_000 / Int64(lines))
        let draw = random.next()
        do {
            try writer.append(
                "contact", tags: tags,
                fields: [
                    ("wait_s", .float(Double(draw % 60_000) / 100)),
                    ("handle_s", .float(Double(draw >> 32 % 90_000) / 10)),
                    ("first_contact", .bool(draw % 3 == 0)),
                ], time: time)
        } catch { preconditionFailure("the benchmark writes what cannot be written: \(error)") }
    }

    /// Ten KPIs with an alert each on one stream.
    static func rules(by tag: String) -> String {
        let values = [
            "count()", "mean(wait_s)", "max(wait_s)", "mean(handle_s)", "share(first_contact)",
            "share(wait_s > 3m)", "sum(handle_s)", "p90(wait_s)", "stddev(wait_s)",
            "count(wait_s > 5m) / count()",
        ]
        var text = """
            stream contact {
              tag   channel, region, team, user
              field wait_s duration(s)
              field handle_s duration(s)
              field first_contact bool
              late  1h
            }

            """
        for (index, value) in values.enumerated() {
            text += """
                kpi k\(index) { from contact
                  value \(value)
                  by \(tag)
                  over 5m every 1m
                  limit 20_000 groups }
                alert a\(index) on k\(index) { owner "x"
                  warning when samples > 100_000_000
                  notify "x" }

                """
        }
        return text
    }
}
