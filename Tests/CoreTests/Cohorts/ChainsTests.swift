import Model
import Testing

@testable import Core

/// The memory of single events: what it gives back, what it forgets, and that it says so.
@Suite struct ChainsTests {
    private func time(_ seconds: Int) -> Timestamp { .zero + .seconds(Int64(seconds)) }

    /// Against a list that is searched from end to end.
    @Test func chainsEqualAList() {
        var random = SplitMix64(seed: 5)
        var chains = Chains(span: .minutes(10), limit: 1_000)
        var list: [(id: UInt64, time: Int, row: Int32)] = []
        for step in 1...20_000 {
            let now = step / 4 + 1_000
            let id = UInt64.random(in: 0..<40, using: &random)
            let at = now - Int.random(in: 0..<60, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                let low = at - Int.random(in: 0..<300, using: &random)
                let taken = chains.take(id, from: time(low), before: time(at))
                let isTaken = { (event: (id: UInt64, time: Int, row: Int32)) in
                    event.id == id && (low..<at).contains(event.time)
                }
                let expected = list.filter(isTaken).map { "\($0.time) \($0.row)" }.sorted()
                #expect(
                    taken.map { "\($0.time.nanoseconds / 1_000_000_000) \($0.row)" }.sorted()
                        == expected)
                list.removeAll(where: isTaken)
            case 1:
                let high = at + 100
                let found = chains.has(id, after: time(at), until: time(high))
                #expect(found == list.contains { $0.id == id && $0.time > at && $0.time <= high })
            default:
                let row = Int32.random(in: 0..<9, using: &random)
                chains.insert(id, Opener(time: time(at), row: row, times: 1))
                list.append((id, at, row))
            }
            chains.forget(before: time(now))
            // What may be forgotten is not asked for above: it is older than ten minutes.
            list.removeAll { $0.time < now - 620 }
            #expect(chains.count <= list.count + 40)
        }
        #expect(chains.forgotten == 0)
        #expect(chains.nodes.count < 8_000)
    }

    @Test func beyondTheLimitTheOldestAreForgotten() {
        var chains = Chains(span: .hours(1), limit: 100)
        for second in 0..<300 {
            chains.insert(UInt64(second % 7), Opener(time: time(second * 10), row: 1, times: 1))
            #expect(chains.count <= 100)
        }
        #expect(chains.forgotten == 300 - chains.count)
        let old = chains.take(0, from: time(0), before: time(1_500))
        #expect(old.isEmpty)
        // What comes too late for that is given up at once.
        let before = chains.forgotten
        chains.insert(1, Opener(time: time(5), row: 1, times: 1))
        #expect(chains.forgotten == before + 1)
        #expect(chains.has(1, after: time(2_900), until: time(3_000)))
    }

    @Test func memoryIsGivenBack() {
        var chains = Chains(span: .minutes(1), limit: 100_000)
        for second in 0..<50_000 {
            chains.forget(before: time(second))
            chains.insert(UInt64(second), Opener(time: time(second), row: 0, times: 1))
        }
        #expect(chains.count < 70)
        #expect(chains.nodes.count < 2_000)
    }
}
