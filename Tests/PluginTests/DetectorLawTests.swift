import Detectors
import Model
import PluginKit
import Testing

/// What every detector promises. Nobody needs to add a case here: being in the list is enough.
@Suite struct DetectorLawTests {
    private let hourly = Watching(every: .hours(1))

    /// Tame and wild, forth and back in time, with gaps.
    private func rough(_ count: Int, seed: UInt64 = 7) -> [Observation] {
        var drawing = Drawing(seed)
        var time = Watching.start
        return (0..<count).map { index in
            let step = [1, 1, 1, 1, 1, 1, 1, 2, 40, 700, -3][drawing.index(below: 11)]
            time = time + hourly.every * Int64(step)
            let isWild = drawing.index(below: 12) == 0
            let value = isWild ? drawing.wild() : 100 + 5 * drawing.gaussian()
            return hourly.observation(
                value, index, samples: drawing.index(below: 500), at: time,
                weight: drawing.index(below: 5) == 0 ? 0.2 : 1)
        }
    }

    private func bytes(_ memories: any DetectorMemories) -> [UInt8] {
        var writer = ByteWriter()
        memories.save(to: &writer)
        return writer.bytes
    }

    @Test(arguments: detectorNames)
    func whatComesLaterChangesNothing(_ name: String) throws {
        let (first, second) = (rough(600), rough(600, seed: 8))
        var whole = try hourly.memories(name)
        var other = try hourly.memories(name)
        let expected = first.map { whole.judge($0, row: 0) }
        let found = (first[..<300] + second[300...]).map { other.judge($0, row: 0) }
        #expect(expected[..<300] == found[..<300])
    }

    @Test(arguments: detectorNames)
    func savingInBetweenChangesNothing(_ name: String) throws {
        let all = rough(700)
        var whole = try hourly.memories(name)
        let expected = all.map { whole.judge($0, row: 0) }
        var memories = try hourly.memories(name)
        var found: [Finding] = []
        for (index, observation) in all.enumerated() {
            if [0, 1, 2, 40, 350, 351, 699].contains(index) {
                var reader = ByteReader(bytes(memories) + [1, 2, 3])
                memories = try hourly.memories(name)
                try memories.load(from: &reader)
                #expect(reader.remaining == 3, "it reads what it wrote and no more")
            }
            found.append(memories.judge(observation, row: 0))
        }
        #expect(found == expected)
        #expect(bytes(memories) == bytes(whole))
    }

    @Test(arguments: detectorNames)
    func groupsDoNotMind(_ name: String) throws {
        var alone = try hourly.memories(name)
        var beside = try hourly.memories(name)
        for observation in rough(300) {
            _ = beside.judge(hourly.observation(3, 0, at: observation.time), row: 0)
            #expect(alone.judge(observation, row: 0) == beside.judge(observation, row: 1))
        }
    }

    @Test(arguments: detectorNames)
    func everyTruncationIsAnError(_ name: String) throws {
        var memories = try hourly.memories(name)
        for observation in rough(400) { _ = memories.judge(observation, row: 0) }
        let saved = bytes(memories)
        for length in stride(from: 0, to: saved.count, by: max(1, saved.count / 150)) {
            #expect(throws: DamagedBytes.self, "\(length) of \(saved.count)") {
                var reader = ByteReader(saved[..<length])
                var memories = try hourly.memories(name)
                try memories.load(from: &reader)
            }
        }
    }

    /// What loads must also serve.
    @Test(arguments: detectorNames)
    func flippedBitsNeverTrap(_ name: String) throws {
        var memories = try hourly.memories(name)
        let all = rough(460)
        for observation in all.dropLast(60) { _ = memories.judge(observation, row: 0) }
        let saved = bytes(memories)
        var drawing = Drawing(9)
        for _ in 0..<300 {
            var damaged = saved
            damaged[4 + drawing.index(below: saved.count - 4)] ^= 1 << drawing.index(below: 8)
            var reader = ByteReader(damaged)
            var loaded = try hourly.memories(name)
            guard (try? loaded.load(from: &reader)) != nil else { continue }
            for observation in all.suffix(30) { _ = loaded.judge(observation, row: 0) }
            _ = bytes(loaded)
        }
    }

    /// Whatever came first: after enough tame values what it says is ordinary, and it sees again.
    @Test(arguments: detectorNames)
    func itRecovers(_ name: String) throws {
        for seed in 1...3 as ClosedRange<UInt64> {
            var memories = try hourly.memories(name)
            var drawing = Drawing(seed)
            for index in 0..<400 {
                let gap = drawing.index(below: 30) == 0 ? 600 : 0
                _ = memories.judge(
                    hourly.observation(drawing.wild(), index - 2_000 + gap), row: 0)
            }
            var late: [Double] = []
            for index in 0..<5_000 {
                let value = isShare(name) ? drawing.binomial(0.8, of: 50) : tame(&drawing)
                let samples = isShare(name) ? 50 : 200
                let finding = memories.judge(
                    hourly.observation(value, index, samples: samples), row: 0)
                guard index >= 4_000 else { continue }
                let surprise = try #require(finding.surprise, "it still learns at \(index)")
                late.append(surprise.evidence)
            }
            #expect(late.sorted()[500] < 1.2, "\(name) finds half of what is usual strange")
            #expect(late.max()! < 8, "\(name) finds something usual very strange")
        }
    }

    private func tame(_ drawing: inout Drawing) -> Double { 100 + 5 * drawing.gaussian() }
    private func isShare(_ name: String) -> Bool { name == "share" }

    @Test(arguments: detectorNames)
    func aConstantIsNoNews(_ name: String) throws {
        let watching = Watching(every: .minutes(10))
        for constant in [0, 1, -3.25, 0.1, 1e9] {
            var memories = try watching.memories(name)
            for index in 0..<(45 * watching.perDay) {
                let finding = memories.judge(watching.observation(constant, index), row: 0)
                guard let surprise = finding.surprise else { continue }
                #expect(surprise.evidence < 1, "\(name) of \(constant) at \(index)")
                guard surprise.evidence < 1 else { return }
            }
        }
    }

    @Test(arguments: detectorNames)
    func whatIsNoNumberIsNeitherJudgedNorLearnt(_ name: String) throws {
        var plain = try hourly.memories(name)
        var pierced = try hourly.memories(name)
        var drawing = Drawing(3)
        for index in 0..<400 {
            let observation = hourly.observation(tame(&drawing), index)
            var gap = observation
            gap.value = [.nan, .infinity, -.infinity][index % 3]
            #expect(pierced.judge(gap, row: 0) == .learning)
            #expect(pierced.judge(observation, row: 0) == plain.judge(observation, row: 0))
        }
    }

    @Test(arguments: detectorNames)
    func evidenceIsANumberThatIsNotNegative(_ name: String) throws {
        var memories = try hourly.memories(name)
        for observation in rough(1_500) {
            guard let surprise = memories.judge(observation, row: 0).surprise else { continue }
            #expect(surprise.evidence >= 0 && surprise.evidence <= 300)
            #expect(surprise.expected.map(\.isFinite) ?? true)
            #expect(surprise.scale.map { $0 >= 0 && $0.isFinite } ?? true)
        }
    }

    static let seasonal = ["auto", "counts", "holt_winters", "seasonal", "share"]

    @Test(arguments: detectorNames)
    func aGroupIsSmall(_ name: String) throws {
        var memories = try hourly.memories(name)
        var drawing = Drawing(4)
        for index in 0..<3_000 {
            _ = memories.judge(hourly.observation(tame(&drawing), index), row: 0)
        }
        let most = Self.seasonal.contains(name) ? 8_192 : 300
        #expect(bytes(memories).count - 4 <= most, "\(name) saves \(bytes(memories).count - 4)")
    }
}
