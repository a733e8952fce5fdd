import CBench
import Core
import Model

/// The engine against the same loop in C, in turns, so that both have the same machine: each line
/// read, its series found, and ten aggregates of its group folded.
func besideC(_ scale: Scale) -> [(String, Double)] {
    let recording = Recording(series: 12_000, lines: scale.lines)
    var engine = Engine(BenchRules.ten())
    engine.take(recording)
    let loop = cbench_make("channel")
    defer { cbench_free(loop) }
    var rounds = 1
    func takeInC() {
        for batch in recording.batches {
            batch.bytes.withUnsafeBytes { bytes in
                let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
                let taken = cbench_take(loop, start, bytes.count)
                precondition(taken > 0, "C read nothing")
            }
        }
    }
    takeInC()
    var ours = Double.infinity
    var theirs = Double.infinity
    for _ in 0..<scale.rounds {
        ours = min(ours, timed { engine.take(recording) })
        theirs = min(theirs, timed(takeInC))
        rounds += 1
    }
    precondition(
        cbench_folded(loop) == UInt64(rounds * recording.lines * 10) && cbench_series(loop) > 0,
        "C left lines out")
    return [("c", theirs / Double(recording.lines)), ("beside c", ours / theirs)]
}
