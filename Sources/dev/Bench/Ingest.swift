import Core
import LineProtocol
import Model

// From bytes to folded windows, in one thread and without a journal.

/// A line read, and no more.
func parsing(_ scale: Scale) -> [(String, Double)] {
    let recording = Recording(series: 12_000, lines: scale.lines)
    let time = scale.best { timed { parse(recording) } }
    return [
        ("parse", time / Double(recording.lines)), ("parse rate", Double(recording.bytes) / time),
    ]
}

func parse(_ recording: Recording) {
    var buffer = PointBuffer(points: 256)
    for batch in recording.batches {
        var parser = LineParser(precision: .nanoseconds)
        batch.bytes.withUnsafeBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                buffer.removeAll()
                offset = parser.parse(bytes, from: offset, limit: 256, into: &buffer)
            }
        }
    }
}

/// Ten KPIs with alerts on one stream, every series known.
func ingest(_ scale: Scale) -> [(String, Double)] {
    let recording = Recording(series: 12_000, lines: scale.lines)
    var engine = Engine(BenchRules.ten())
    engine.take(recording)
    let time = scale.best { timed { engine.take(recording) } }
    return [("ingest", time / Double(recording.lines))]
}

/// The same with an id in each line: those that are new, and those that were there before.
func identities(_ scale: Scale) -> [(String, Double)] {
    var engine = Engine(BenchRules.ten(ids: true))
    engine.take(Recording(series: 12_000, lines: scale.lines, ids: true))
    var new = Double.infinity
    var again = Double.infinity
    for round in 0..<scale.rounds {
        let recording = Recording(
            series: 12_000, lines: scale.lines, seed: UInt64(round + 2), ids: true)
        new = min(new, timed { engine.take(recording) })
        again = min(again, timed { engine.take(recording) })
    }
    return [("ids", new / Double(scale.lines)), ("ids again", again / Double(scale.lines))]
}

/// A million series: at first sight, and once they are known and looked up in any order.
func million(_: Scale) -> [(String, Double)] {
    let first = Recording(series: 1_000_000, lines: 1_000_000)
    let rest = Recording(series: 1_000_000, lines: 2_000_000)
    var engine = Engine(BenchRules.ten())
    let new = timed { engine.take(first) }
    engine.take(rest)
    let known = timed { engine.take(rest.secondHalf) }
    return [("million", known / 1e6), ("million new", new / 1e6)]
}
