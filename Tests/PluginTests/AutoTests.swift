import Detectors
import Evaluation
import Model
import PluginKit
import Testing

/// What the detector without settings finds, and what it leaves alone.
@Suite struct AutoTests {
    private static let every = Interval.minutes(5)
    private static let start = Timestamp.zero + .days(20_000)

    private struct Life {
        let detector: Auto
        var memory: AutoMemory
        var time = AutoTests.start
        var source: QuietSource

        init(_ shape: QuietShape, nature: Subject.Nature = .amount, seed: UInt64 = 3) {
            detector = Auto(.none, for: Subject(nature, every: every, over: every))
            memory = detector.blank
            source = QuietSource(shape, seed: seed, judgedFrom: start)
        }

        @discardableResult
        mutating func judge(_ value: Double, error: Double? = nil) -> Finding {
            time = time + every
            return detector.judge(
                Observation(time: time, value: value, error: error, hour: WeekHour(utc: time)),
                &memory)
        }

        mutating func quiet() -> Double {
            while true {
                if let value = source.next(at: time, every: every) { return value }
                time = time + every
            }
        }

        mutating func live(_ judgements: Int) { for _ in 0..<judgements { judge(quiet()) } }

        /// How many judgements come to as much as the evidence given.
        mutating func count(over evidence: Double, in judgements: Int) -> Int {
            (0..<judgements).count { _ in (judge(quiet()).surprise?.evidence ?? 0) >= evidence }
        }
    }

    @Test func itLearnsFromAHundred() {
        var life = Life(.gaussian)
        for index in 0..<200 {
            #expect((life.judge(life.quiet()) == .learning) == (index < 100))
        }
    }

    @Test func aJumpIsToldWithWhatWasExpected() throws {
        var life = Life(.gaussian)
        life.live(3_000)
        let surprise = try #require(life.judge(120).surprise)
        #expect(surprise.evidence > 4)
        #expect(surprise.isHigh)
        #expect(abs(try #require(surprise.expected) - 50) < 3)
        #expect(3...8 ~= (try #require(surprise.scale)))
        let low = try #require(life.judge(-40).surprise)
        #expect(!low.isHigh)
    }

    /// At four in the morning the value of noon is out of the ordinary, at noon it is not.
    @Test func theHourMatters() throws {
        var life = Life(.seasonal)
        life.live(12 * 24 * 21)
        while WeekHour(utc: life.time).index != 12 { life.live(1) }
        let noon = life.quiet()
        #expect(try #require(life.judge(noon).surprise).evidence < 2)
        while WeekHour(utc: life.time).index != 28 { life.live(1) }
        #expect(try #require(life.judge(noon).surprise).evidence > 3)
    }

    @Test func aLevelThatMovesIsToldAndThenLearnt() {
        var life = Life(.gaussian)
        life.live(4_000)
        var most = 0.0
        for _ in 0..<20 {
            most = max(most, life.judge(life.quiet() + 60).surprise?.evidence ?? 0)
        }
        #expect(most > 4)
        for _ in 0..<12_000 { life.judge(life.quiet() + 60) }
        let loud = (0..<4_000).count { _ in
            (life.judge(life.quiet() + 60).surprise?.evidence ?? 0) >= 3
        }
        #expect(loud <= 20)
    }

    @Test func aConstantIsNeverOutOfTheOrdinary() {
        var life = Life(.constant)
        life.live(200)
        #expect(life.count(over: 1, in: 8_640) == 0)
    }

    @Test func theErrorOfAValueIsNoSurprise() throws {
        var (sure, unsure) = (Life(.gaussian), Life(.gaussian))
        sure.live(3_000)
        unsure.live(3_000)
        let evidence = try #require(sure.judge(75).surprise).evidence
        #expect(try #require(unsure.judge(75, error: 20).surprise).evidence < evidence - 1)
    }

    /// What came, and how often its like is called one in a thousand in the month that follows the
    /// month in which it is to be forgotten.
    private static let wild: [(name: String, values: [Double])] = [
        ("nothing", []), ("no numbers", [.nan, .infinity, -.infinity, .signalingNaN]),
        ("a giant", [1e300]), ("giants", [1e300, -1e300, 1e18, -1e9]), ("tiny ones", [5e-324]),
        ("a month of one value", Array(repeating: 50, count: 8_640)),
    ]

    @Test(arguments: wild.indices)
    func wildValuesAreForgotten(_ index: Int) {
        let wild = Self.wild[index]
        var life = Life(.gaussian)
        life.live(2_000)
        for value in wild.values {
            if case .judged(let surprise) = life.judge(value) {
                #expect(surprise.evidence.isFinite && surprise.expected!.isFinite)
            }
        }
        life.live(8_640)
        let count = life.count(over: 3, in: 8_640)
        #expect(count <= 35, "\(wild.name): \(count)")
        #expect((life.judge(150).surprise?.evidence ?? 0) > 2, "\(wild.name) made it blind")
    }

    @Test func weeksOfNothingAndTimeThatRunsBackBreakNothing() {
        var life = Life(.seasonal)
        life.live(5_000)
        for step in [Interval.days(40), .zero - .days(100), .minutes(1), .zero - .days(30_000)] {
            life.time = life.time + step
            life.live(500)
        }
        life.live(8_000)
        #expect(life.count(over: 3, in: 4_000) <= 30)
    }

    @Test func itsMemoryIsSavedWholeAndSmall() throws {
        var life = Life(.seasonal)
        life.live(3_000)
        var writer = ByteWriter()
        writer.write(life.memory)
        #expect(writer.bytes.count <= 8_192)
        var reader = ByteReader(writer.bytes)
        var other = life
        other.memory = try AutoMemory(from: &reader)
        #expect(reader.remaining == 0)
        for _ in 0..<500 {
            let value = life.quiet()
            other.time = life.time
            #expect(life.judge(value) == other.judge(value))
        }
    }
}
