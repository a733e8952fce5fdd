import Calendars
import Fixtures
import Foundation
import Functions
import Model
import Plans
import PluginKit
import Testing

@testable import Core

/// Windows of the calendar in the engine, against sums by hand.
@Suite struct PeriodTests {
    static func plan(
        _ kind: Period.Kind, closed: Bool = false, every: Interval = .minutes(15),
        alerts: [AlertPlan] = []
    ) throws -> Plan {
        let period = Period(kind, in: try zone("Europe/Paris"))
        var kpi = KPIPlan.wait("sum", over: period.longest, every: every)
        kpi.period = PeriodPlan(period, isClosedOnly: closed)
        return Plan(streams: [.contact], kpis: [kpi], alerts: alerts)
    }

    /// Seconds after the floor's start, which is 2026-03-09T08:00Z, for a time in UTC.
    static func at(_ text: String) -> Int {
        Int((Timestamp(text)! - Floor.start).nanoseconds / 1_000_000_000)
    }

    @Test func aDayIsSummedToDateAndBeginsAnew() throws {
        var floor = Floor(try Self.plan(.day))
        floor.feed("contact,channel=chat wait=1 @\(Self.at("2026-03-09 10:00"))")
        floor.tick(Self.at("2026-03-09 10:15"))
        #expect(floor.value == 1)
        floor.feed("contact,channel=chat wait=2 @\(Self.at("2026-03-09 22:50"))")
        floor.tick(Self.at("2026-03-09 22:59"))
        #expect(floor.value == 1)
        floor.tick(Self.at("2026-03-09 23:00"))  // midnight in Paris: the whole day
        #expect(floor.value == 3)
        floor.tick(Self.at("2026-03-09 23:15"))
        #expect(floor.value == nil)
        floor.feed("contact,channel=chat wait=5 @\(Self.at("2026-03-09 23:16"))")
        floor.tick(Self.at("2026-03-09 23:30"))
        #expect(floor.value == 5)
    }

    /// A point that is late counts in its own day, and in no other.
    @Test func aLatePointCorrectsItsDayOnly() throws {
        var floor = Floor(try Self.plan(.day))
        floor.feed("contact,channel=chat wait=1 @\(Self.at("2026-03-09 22:40"))")
        floor.tick(Self.at("2026-03-09 22:45"))
        floor.feed(
            "contact,channel=chat wait=2 @\(Self.at("2026-03-09 22:44"))",
            at: Self.at("2026-03-09 22:46"))
        floor.tick(Self.at("2026-03-09 23:00"))
        #expect(floor.value == 3)
        floor.feed("contact,channel=chat wait=7 @\(Self.at("2026-03-09 23:05"))")
        floor.feed(
            "contact,channel=chat wait=4 @\(Self.at("2026-03-09 22:59"))",
            at: Self.at("2026-03-09 23:06"))
        floor.tick(Self.at("2026-03-09 23:15"))
        #expect(floor.value == 7)
    }

    @Test func onlyAWholeDayIsJudged() throws {
        let alert = AlertPlan.slow(above: 10)
        var floor = Floor(try Self.plan(.day, closed: true, alerts: [alert]))
        floor.feed("contact,channel=chat wait=20 @\(Self.at("2026-03-09 10:00"))")
        floor.tick(Self.at("2026-03-09 22:59"))
        #expect(floor.story.isEmpty)
        #expect(floor.value == nil)
        floor.tick(Self.at("2026-03-09 23:00"))
        #expect(floor.value == 20)
        #expect(floor.story == ["\(Self.at("2026-03-09 23:00")) slow chat ok->warning"])
        // The next day, of less, changes nothing before it is over; a late point counts in it.
        floor.feed("contact,channel=chat wait=2 @\(Self.at("2026-03-10 10:00"))")
        floor.tick(Self.at("2026-03-10 10:15"))
        floor.feed(
            "contact,channel=chat wait=1 @\(Self.at("2026-03-10 10:10"))",
            at: Self.at("2026-03-10 10:16"))
        floor.tick(Self.at("2026-03-10 22:59"))
        #expect(floor.value == 20)
        floor.tick(Self.at("2026-03-10 23:00"))
        #expect(floor.value == 3)
        #expect(floor.story.last == "\(Self.at("2026-03-10 23:00")) slow chat warning->ok")
        floor.tick(Self.at("2026-03-11 23:00"))
        #expect(floor.value == nil, "a day of nothing has no value")
    }

    /// Weeks of chance, in small steps, with late points, restarts and changes of the clocks, and
    /// in each the sum of what Foundation says belongs to it.
    @Test(
        arguments: Table(
            """
            from             | days | kind    | every | seed
            2026-03-26 08:00 | 6    | day     | 15m   | 1
            2026-10-22 08:00 | 6    | day     | 15m   | 2
            2026-03-28 22:00 | 1    | hour    | 5m    | 3
            2026-10-24 22:00 | 1    | hour    | 5m    | 4
            2026-03-20 08:00 | 20   | week    | 15m   | 5
            2026-01-25 08:00 | 40   | month   | 1h    | 6
            2026-03-25 08:00 | 10   | quarter | 1h    | 7
            2026-12-28 08:00 | 6    | year    | 1h    | 8
            """
        ).rows)
    func everyPeriodIsItsOwnSum(_ row: Table.Row) throws {
        let start = try #require(Timestamp(row["from"]))
        let steps: [String: Int64] = ["5m": 5, "15m": 15, "1h": 60]
        let kind = try #require(Period.Kind(rawValue: row["kind"]))
        for closed in [false, true] {
            let plan = try Self.plan(kind, closed: closed, every: .minutes(steps[row["every"]]!))
            var fortune = Fortune(plan, seed: UInt64(row["seed"])!)
            try fortune.run(from: start, days: Int64(row["days"])!)
            #expect(fortune.judged > 60)
        }
    }

    /// A year of nothing is passed over, and what it ends is not.
    @Test func aYearOfSilenceCostsNoTime() throws {
        let alert = AlertPlan.slow(above: 10, noData: .ok)
        for (closed, kind) in [
            (false, Period.Kind.day), (true, .day), (false, .year), (true, .month),
        ] {
            var floor = Floor(
                try Self.plan(kind, closed: closed, every: .minutes(1), alerts: [alert]))
            floor.feed("contact,channel=chat wait=20 @100")
            floor.tick(100)
            let spent = ContinuousClock().measure { floor.tick(400 * 86_400) }
            #expect(spent < .seconds(1), "\(kind)")
            #expect(floor.value == nil)
            #expect(floor.story.count == 2, "\(floor.story)")
            var other = Floor(
                try Self.plan(kind, closed: closed, every: .minutes(1), alerts: [alert]))
            other.feed("contact,channel=chat wait=20 @100")
            for hour in 1...32 * 24 { other.tick(hour * 3_600) }
            #expect(other.story == Array(floor.story.prefix(other.story.count)))
            floor.feed("contact,channel=chat wait=5 @\(400 * 86_400 + 30)")
            floor.tick(435 * 86_400)
            #expect(floor.story.count == 2)
        }
    }

    /// New rules keep what a period has gathered, where it means the same; and judge it again.
    @Test func rulesThatChangeKeepThePeriod() throws {
        var floor = Shift(try Self.plan(.day, alerts: [.slow(above: 100)]))
        floor.feed("contact,channel=chat wait=60 @\(Self.at("2026-03-09 10:00"))")
        floor.tick(Self.at("2026-03-09 10:15"))
        floor.adopt(try Self.plan(.day, alerts: [.slow(above: 50)]))
        floor.tick(Self.at("2026-03-09 10:30"))
        #expect(floor.story == ["\(Self.at("2026-03-09 10:30")) slow chat ok->warning"])
        floor.feed("contact,channel=chat wait=1 @\(Self.at("2026-03-09 10:31"))")
        floor.tick(Self.at("2026-03-09 10:45"))
        #expect(floor.engine.state[0, 0]?.value == 61)
        floor.adopt(try Self.plan(.week, alerts: [.slow(above: 50)]))
        floor.tick(Self.at("2026-03-09 11:00"))
        #expect(floor.engine.state[0, 0]?.value == nil)
    }
}

extension Floor {
    var value: Double? { engine.state[0, 0]?.value }

    /// The same with all that is remembered saved and loaded.
    mutating func restart(_ plan: Plan) throws {
        var reader = ByteReader(saved())
        engine = try Engine(from: &reader, format: Engine.format) {
            Program(plan, from: $0, with: Floor.registry)
        }
    }
}

/// A floor under lines of chance, beside a list of all that counts.
private struct Fortune {
    let plan: Plan
    let every: Interval
    let calendar: Calendar
    private let isClosedOnly: Bool
    private let kind: Period.Kind
    private var random: SplitMix64
    private var history: [[(time: Timestamp, value: Double)]] = [[], []]
    private var expected: [Double?] = [nil, nil]
    /// How often a value was there to be compared.
    private(set) var judged = 0

    init(_ plan: Plan, seed: UInt64) {
        self.plan = plan
        every = plan.kpis[0].every
        isClosedOnly = plan.kpis[0].period!.isClosedOnly
        kind = plan.kpis[0].period!.period.kind
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = TimeZone(identifier: "Europe/Paris")!
        self.calendar = calendar
        random = SplitMix64(seed: seed)
    }

    mutating func run(from start: Timestamp, days: Int64) throws {
        var floor = Floor(plan, at: start)
        var now = start.aligned(to: every) + every
        while now <= start + .days(days) {
            feed(&floor, before: now)
            floor.hear(.tick(now))
            look(now)
            for group in 0..<2 {
                let row = floor.engine.state.panels[0].groups.row(of: ["c\(group)"])
                let value = row.flatMap { floor.engine.state[0, $0]?.value }
                #expect(value == expected[group], "\(now) of c\(group)")
                if value != nil { judged += 1 }
            }
            if Int.random(in: 0..<9, using: &random) == 0 { try floor.restart(plan) }
            now = now + every
        }
    }

    /// Some lines that come before the next pane end; late, early, on time.
    private mutating func feed(_ floor: inout Floor, before now: Timestamp) {
        let step = every.nanoseconds / 1_000_000_000
        let ongoing = begin(of: now - every)
        let arrivals = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            now - .seconds(Int64.random(in: 1...step, using: &random))
        }
        for arrival in arrivals.sorted() {
            let group = Int.random(in: 0..<2, using: &random)
            let value = Double(Int.random(in: 1...9, using: &random))
            let time = arrival - .seconds(Int64.random(in: -290...590, using: &random))
            let line = "contact,channel=c\(group) wait=\(value) \(time.nanoseconds)"
            floor.hear(.lines(Batch(Array(line.utf8), arrival: arrival), ticket: 1))
            if time >= ongoing { history[group].append((time, value)) }
        }
    }

    private mutating func look(_ now: Timestamp) {
        let begin = begin(of: now - .seconds(1))
        guard !isClosedOnly || self.begin(of: now) == now else { return }
        for group in 0..<2 {
            let counting = history[group].filter { begin <= $0.time && $0.time < now }
            expected[group] =
                counting.isEmpty ? nil : counting.reduce(0) { $0 + $1.value }
        }
    }

    private func begin(of time: Timestamp) -> Timestamp {
        let date = Date(timeIntervalSince1970: Double(time.nanoseconds / 1_000_000_000))
        let components: [Period.Kind: Calendar.Component] = [
            .hour: .hour, .day: .day, .week: .weekOfYear, .month: .month, .quarter: .month,
            .year: .year,
        ]
        var begin = calendar.dateInterval(of: components[kind]!, for: date)!.start
        while kind == .quarter, calendar.component(.month, from: begin) % 3 != 1 {
            begin = calendar.date(byAdding: .month, value: -1, to: begin)!
        }
        return .zero + .seconds(Int64(begin.timeIntervalSince1970))
    }
}
