import Detectors
import Fixtures
import Model
import PluginKit
import Testing

/// What each detector is for, and that it keeps quiet where nothing is.
@Suite struct DetectorExampleTests {
    private static let quietDays = 50
    private static let watching = Watching()

    /// Fifty quiet days, then what the row says.
    @Test(
        arguments: Table(
            """
            what happens          | usually  | found by
            one value far out     | noise    | robust tail holt_winters seasonal
            far out, long tail    | lognormal | tail
            a level a little off  | noise    | ewma changepoint
            a level far off       | noise    | robust ewma changepoint seasonal holt_winters tail
            a drift of days       | noise    | cusum
            the peak is missing   | season   | seasonal holt_winters
            a night like a day    | season   | seasonal holt_winters
            too few of many       | counts   | counts seasonal
            a share falls         | share    | share
            the others rise       | peers    | peers
            one alone rises       | peers    | peers robust
            """
        ).rows)
    func finds(_ row: Table.Row) throws {
        for name in row["found by"].split(separator: " ").map(String.init) {
            let alarms = try alarms(of: name, row["usually"], row["what happens"])
            #expect(alarms == [true], "\(name) of \(row["what happens"]): \(alarms)")
        }
    }

    /// The alarms that begin after the quiet days, under a budget of one in thirty; whether they
    /// speak of what is really there: of something high, or low.
    private func alarms(of name: String, _ usual: String, _ event: String) throws -> [Bool] {
        let watching = Self.watching
        let isDrop = ["the peak is missing", "too few of many", "a share falls"].contains(event)
        let goesDown = isDrop || event == "the others rise"
        var memories = try watching.memories(name)
        var memory = Trigger.Memory()
        var drawing = Drawing(11)
        var (alarms, wasOut) = ([Bool](), false)
        let begin = Self.quietDays * watching.perDay
        let days = event == "a drift of days" ? 21 : 1
        for index in 0..<begin + days * watching.perDay {
            var observation = usually(usual, index, &drawing)
            if index >= begin { change(&observation, event, index - begin, &drawing) }
            let judgement = trigger.step(
                memories.judge(observation, row: 0), of: observation.value, at: observation.time,
                &memory)
            guard case .anomalous(let surprise) = judgement else {
                wasOut = false
                continue
            }
            if index >= begin, !wasOut { alarms.append(surprise.isHigh != goesDown) }
            wasOut = true
        }
        return alarms
    }

    private let trigger = Trigger(
        1, per: .days(30), every: watching.every, over: watching.every)

    private func usually(_ shape: String, _ index: Int, _ drawing: inout Drawing) -> Observation {
        let watching = Self.watching
        let turn = Double(index) / Double(watching.perDay)
        switch shape {
        case "season":
            return watching.observation(100 + 40 * wave(turn) + 4 * drawing.gaussian(), index)
        case "counts":
            return watching.observation(drawing.poisson(40 + 25 * wave(turn)), index)
        case "lognormal":
            let z = drawing.gaussian()
            return watching.observation(z > 0 ? (1 + z) * (1 + z) : 1 / ((1 - z) * (1 - z)), index)
        case "share": return watching.observation(drawing.binomial(0.9, of: 200), index)
        case "peers":
            let all = 100 + 30 * wave(turn * 0.37) + 3 * drawing.gaussian()
            return watching.observation(all + 12 + 2 * drawing.gaussian(), index, others: all)
        default: return watching.observation(100 + 5 * drawing.gaussian(), index)
        }
    }

    private func change(
        _ observation: inout Observation, _ event: String, _ since: Int, _ drawing: inout Drawing
    ) {
        switch event {
        case "one value far out": if since == 20 { observation.value += 50 }
        case "far out, long tail": if since == 20 { observation.value = 400 }
        case "a level a little off": observation.value += 10
        case "a level far off": observation.value += 60
        case "a drift of days":
            observation.value += min(3, Double(since) / Double(Self.watching.perDay) / 3)
        case "the peak is missing", "a night like a day":
            let isNight = event == "a night like a day"
            let turn = Double(since) / Double(Self.watching.perDay)
            if isNight == (turn > 0.5) { observation.value -= 60 * wave(turn) }
        case "too few of many": observation.value *= 0.4
        case "a share falls": observation.value = drawing.binomial(0.78, of: 200)
        case "the others rise": observation.siblings?.median += 40
        case "one alone rises": observation.value += 70
        default: Issue.record("what is \(event)?")
        }
    }

    /// Of sixty quiet days of each shape a budget of one alarm in 30 days leaves few.
    @Test(arguments: detectorNames)
    func keepsQuiet(_ name: String) throws {
        let watching = Self.watching
        for shape in ["noise", "season", "counts", "lognormal", "share", "peers"] {
            var alarms = 0
            for seed in 1...4 as ClosedRange<UInt64> {
                var memories = try watching.memories(name)
                var memory = Trigger.Memory()
                var drawing = Drawing(seed)
                var wasOut = false
                for index in 0..<60 * watching.perDay {
                    let observation = usually(shape, index, &drawing)
                    let judgement = trigger.step(
                        memories.judge(observation, row: 0), of: observation.value,
                        at: observation.time, &memory)
                    let isOut = judgement.isAnomalous
                    if isOut, !wasOut { alarms += 1 }
                    wasOut = isOut
                }
            }
            // Eight are what the budget allows of 240 days.
            #expect(alarms <= 16, "\(name) calls \(alarms) in eight quiet months of \(shape)")
        }
    }

    /// Twelve answers are no drop, twelve hundred are.
    @Test func fewAnswersSayLittle() throws {
        let watching = Self.watching
        var memories = try watching.memories("share")
        var drawing = Drawing(5)
        for index in 0..<30 * watching.perDay {
            let value = drawing.binomial(0.8, of: 100)
            _ = memories.judge(watching.observation(value, index, samples: 100), row: 0)
        }
        func evidence(_ share: Double, of samples: Int) throws -> Double {
            var copy = memories
            let finding = copy.judge(
                watching.observation(share, 30 * watching.perDay, samples: samples), row: 0)
            return try #require(finding.surprise).evidence
        }
        #expect(try evidence(0.6, of: 12) < 1.5)
        #expect(try evidence(0.6, of: 1_200) > 5)
    }

    /// Christmas is compared with other such days, and on the first of them nothing is said.
    @Test(arguments: ["seasonal", "counts", "share"])
    func specialDaysAreApart(_ name: String) throws {
        let watching = Self.watching
        var memories = try watching.memories(name)
        var drawing = Drawing(6)
        var (first, third): ([Finding], [Finding]) = ([], [])
        for day in 0..<60 {
            let isSpecial = [30, 37, 44].contains(day)
            for index in day * watching.perDay..<(day + 1) * watching.perDay {
                let share = isSpecial ? 0.2 : 0.9
                var observation = watching.observation(drawing.binomial(share, of: 60), index)
                if name != "share" { observation.value = (observation.value * 60).rounded() }
                observation.samples = 60
                observation.hour.isSpecial = isSpecial
                let finding = memories.judge(observation, row: 0)
                if day == 30 { first.append(finding) }
                if day == 44 { third.append(finding) }
            }
        }
        #expect(first.allSatisfy { $0 == .learning })
        let most = third.compactMap { $0.surprise?.evidence }.max() ?? 300
        #expect(most < 5)
    }
}
