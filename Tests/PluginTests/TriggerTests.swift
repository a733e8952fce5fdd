import Fixtures
import Foundation
import Model
import PluginKit
import Testing

/// What becomes an alarm, and how often.
@Suite struct TriggerTests {
    private static let step = Interval.minutes(5)

    private func trigger(
        _ alarms: Double = 1, per length: Interval = .days(7), over panes: Int64 = 1
    )
        -> Trigger
    {
        Trigger(alarms, per: length, every: Self.step, over: Self.step * panes)
    }

    /// Evidence, negative for low values; `w` alarms and `.` does not, `-` learns.
    private func story(_ evidence: [Double?], after quiet: Int = 100, expected: Double = 10)
        -> String
    {
        let trigger = trigger()
        var memory = Trigger.Memory()
        var story = ""
        for (index, given) in (Array(repeating: 0.1, count: quiet) + evidence).enumerated() {
            let finding: Finding =
                given.map {
                    .judged(
                        Surprise(abs($0), isHigh: $0 > 0, expected: expected, scale: 1))
                } ?? .learning
            let value = (given ?? 0) > 0 ? 40.0 : 10
            let time = Timestamp.zero + Self.step * Int64(index)
            switch trigger.step(finding, of: value, at: time, &memory) {
            case .learning: story += "-"
            case .calm: story += "."
            case .anomalous: story += "w"
            }
        }
        return String(story.dropFirst(quiet))
    }

    @Test func twoInARowAreAnAlarm() {
        #expect(story([4, 4, 4]) == ".ww")
        #expect(story([4, 0, 4, 0]) == "....")
    }

    @Test func oneAloneMustBeFarBeyond() { #expect(story([9, 0.1]) == "ww") }

    @Test func oneUpAndOneDownAgreeOnNothing() { #expect(story([4, -4, 4, -4]) == "....") }

    @Test func anAlarmLastsUntilItIsCalmAgain() {
        #expect(story([4, 4, 1, 4, 0.1, 0.1, 0.1, 0.1]) == ".wwwww..")
    }

    @Test func whoLearnsSaysNothing() { #expect(story([nil, nil, 4, 4]) == "--.w") }

    /// Twenty judgements high; the detector learnt that, and what was normal looks low to it.
    @Test func theWayBackIsNoAlarm() {
        let there = Array(repeating: 5.0, count: 20) + Array(repeating: 0.1, count: 5)
        let back = Array(repeating: -6.0, count: 4)
        #expect(story(there + back).suffix(4) == "....")
        // When as long again has passed it is one of its own.
        #expect(
            story(there + Array(repeating: 0.1, count: 30) + back).suffix(4) == "wwww")
    }

    @Test func whatAlertsIsHardlyLearntOnceTwoWeeksAreKnown() {
        let trigger = trigger()
        var memory = Trigger.Memory()
        var weights: [Double] = []
        for index in 0..<(15 * 288) {
            weights.append(trigger.weight(whileAlerting: true, memory))
            #expect(trigger.weight(whileAlerting: false, memory) == 1)
            _ = trigger.step(
                .judged(Surprise(0.1, isHigh: true)), of: 1,
                at: .zero + Self.step * Int64(index), &memory)
        }
        #expect(weights.firstIndex(of: 0.1) == 14 * 288 + 1)
    }

    /// Strong evidence every other day, for two months: that it comes often is no reason to
    /// call it usual.
    @Test func whoIsOftenWrongIsStillTold() {
        let trigger = trigger(1, per: .days(30))
        var memory = Trigger.Memory()
        var alarms = 0
        var isOut = false
        for index in 0..<(60 * 288) {
            let isWrong = index % 576 < 3
            let surprise = Surprise(isWrong ? 9 : 0.1, isHigh: true)
            let judgement = trigger.step(
                .judged(surprise), of: 1, at: .zero + Self.step * Int64(index), &memory)
            let isNow = judgement.isAnomalous
            if isNow, !isOut { alarms += 1 }
            isOut = isNow
        }
        #expect(alarms == 29)
    }

    @Test func wildEvidenceBreaksNothing() {
        #expect(story([.infinity, .infinity]) == "..")
        #expect(story([.nan, .nan, 4, 4]) == "...w")
    }

    @Test func aMemoryIsSavedWhole() throws {
        let trigger = trigger()
        var memory = Trigger.Memory()
        var random = SplitMix64(seed: 7)
        for index in 0..<3_000 {
            let surprise = Surprise(-2 * log10(random.uniform()), isHigh: true, expected: 1)
            let time = Timestamp.zero + Self.step * Int64(index)
            _ = trigger.step(.judged(surprise), of: 1, at: time, &memory)
            guard index % 50 == 0 else { continue }
            var writer = ByteWriter()
            writer.write(memory)
            var reader = ByteReader(writer.bytes)
            #expect(try Trigger.Memory(from: &reader) == memory)
            #expect(writer.bytes.count < 200)
        }
    }

    /// On noise alone a group gives no more false alarms than its budget, whatever evidence means
    /// and however judgements hang together: `vigie` is told one a week, and looks every 5 minutes.
    ///
    /// Of each kind 60 groups for 12 weeks; the first week is counted by itself, for then little is
    /// known.
    @Test(arguments: Noise.allCases)
    func theBudgetHolds(_ noise: Noise) {
        var random = SplitMix64(seed: 11)
        let (groups, weeks, perWeek) = (60, 12, 7 * 288)
        let trigger = trigger(over: noise.overlap)
        var alarms = [0, 0]
        for _ in 0..<groups {
            var memory = Trigger.Memory()
            var source = noise.source()
            var isOut = false
            for index in 0..<(weeks * perWeek) {
                let (evidence, isHigh) = source.next(&random)
                let judgement = trigger.step(
                    .judged(Surprise(evidence, isHigh: isHigh)), of: 0,
                    at: .zero + Self.step * Int64(index), &memory)
                let isNow = judgement.isAnomalous
                if isNow, !isOut { alarms[index < perWeek ? 0 : 1] += 1 }
                isOut = isNow
            }
        }
        let later = Double(alarms[1]) / Double(groups * (weeks - 1))
        #expect((0.3...1.2).contains(later), "\(noise): \(later) of the budget")
        #expect(
            Double(alarms[0]) / Double(groups) < 1.5, "\(noise): \(alarms[0]) in the first week")
    }

    /// Evidence as detectors may give it where nothing is wrong.
    enum Noise: CaseIterable {
        /// It means what it says; it means somewhat less; the values drift; a window slides.
        case exact, boastful, drifting, sliding

        var overlap: Int64 { self == .sliding ? 60 : 1 }

        func source() -> Source { Source(noise: self) }

        struct Source {
            let noise: Noise
            private var level = 0.0
            private var window = Array(repeating: 0.0, count: 60)
            private var count = 0

            init(noise: Noise) { self.noise = noise }

            mutating func next(_ random: inout SplitMix64) -> (Double, Bool) {
                switch noise {
                case .exact: level = random.gaussian()
                case .boastful: level = random.gaussian()
                case .drifting: level = 0.95 * level + 0.3122 * random.gaussian()
                case .sliding:
                    window[count % 60] = random.gaussian() / 60.0.squareRoot()
                    level = window.reduce(0, +)
                    count += 1
                }
                let exact = -log10(max(erfc(abs(level) / 2.0.squareRoot()), 1e-300))
                return ((noise == .boastful ? 1.3 : 1) * exact, level > 0)
            }
        }
    }
}
