import Functions
import Language
import Model
import Plans
import PluginKit
import Testing

@testable import Core

/// `is anomalous` on the engine, by a detector that takes the value itself for its evidence.
@Suite struct AnomalyTests {
    struct Given: Detector {
        static let manifest = Manifest("auto", "The value is the evidence.")
        init(_ arguments: Arguments, for subject: Subject) {}

        /// How many were heard, and the least weight of them.
        struct Memory: Savable, Sendable {
            var heard = 0
            var weight = 1.0
            init() {}
            func save(to writer: inout ByteWriter) {
                writer.write(Int64(heard))
                writer.write(weight)
            }
            init(from reader: inout ByteReader) throws(DamagedBytes) {
                heard = try reader.tally()
                weight = try reader.double()
            }
        }
        var blank: Memory { Memory() }

        func judge(_ observation: Observation, _ memory: inout Memory) -> Finding {
            memory.heard += 1
            memory.weight = min(memory.weight, observation.weight)
            return .judged(
                Surprise(
                    abs(observation.value), isHigh: observation.value > 0, expected: 1,
                    reason: "given"))
        }
    }

    static let registry = Registry(
        functions: builtinFunctions, detectors: [.of(Given.self)], notifiers: [])

    private func plan(_ condition: String) throws -> Plan {
        let compiled = compile(
            [
                SourceText(
                    path: "floor.vigie",
                    text: """
                        stream reading {
                          tag   shop
                          field level number
                          late  30m
                        }
                        kpi level {
                          from  reading
                          value last(level)
                          by    shop
                          over  1m every 1m
                        }
                        alert odd on level {
                          owner   "floor"
                          warning when value is anomalous \(condition)
                          notify  "room"
                        }
                        """)
            ], with: Self.registry)
        return try #require(compiled.plan, "\(compiled.diagnostics)")
    }

    private func floor(_ condition: String = "") throws -> Floor {
        Floor(try plan(condition), book: MigrationTests.room, with: Self.registry)
    }

    /// Levels of shops, a minute after the other.
    private func read(_ floor: inout Floor, _ minute: Int, _ levels: [Double]) {
        let lines = levels.enumerated().map {
            "reading,shop=\($0.offset) level=\($0.element) @\(minute * 60 + 1)"
        }
        floor.feed(lines.joined(separator: "\n"))
        floor.tick(minute * 60 + 60)
    }

    @Test func whatStrikesManyGroupsIsToldAsOne() throws {
        var floor = try floor()
        for minute in 0..<36 {
            let odd = minute >= 32 ? 31 : 0
            read(&floor, minute, (0..<40).map { $0 < odd ? 9 : 0.1 })
        }
        #expect(floor.transitions.count == 31)
        #expect(floor.sent.count == 1)
        let told = try #require(floor.sent.first?.notification)
        #expect(told.companions.count == 30)
        #expect((told.among, told.pattern, told.expected) == (40, "given", 1))
        #expect(told.summary == "level for 0 is 9, usually 1")
    }

    @Test func oneSideOnly() throws {
        var high = try floor("high")
        var low = try floor("low")
        for minute in 0..<36 {
            read(&high, minute, [minute >= 32 ? 9 : 0])
            read(&low, minute, [minute >= 32 ? 9 : 0])
        }
        #expect(high.transitions.count == 1)
        #expect(low.transitions.isEmpty)
    }

    @Test func evenTheMostUnlikelyValueMustBeFarEnoughOff() throws {
        var near = try floor("by at least 900%")
        var far = try floor("by at least 700%")
        for minute in 0..<36 {
            read(&near, minute, [minute >= 32 ? 9 : 0])
            read(&far, minute, [minute >= 32 ? 9 : 0])
        }
        #expect(near.transitions.isEmpty)
        #expect(far.transitions.count == 1)
    }

    /// Of a hundred groups five are at 10⁻³: each is a discovery. One at 10⁻² alone is none.
    @Test func ofManyGroupsSomeAreOutByChance() throws {
        var floor = try floor("across groups fdr 5%")
        for minute in 0..<8 {
            var levels = Array(repeating: 0.3, count: 100)
            if minute >= 1, minute < 4 { levels[7] = 2 }
            if minute >= 4 { for shop in 0..<5 { levels[shop] = 3 } }
            read(&floor, minute, levels)
        }
        #expect(floor.transitions.map { $0.group["shop"] } == ["0", "1", "2", "3", "4"])
        // Confirmed by a second judgement.
        #expect(floor.transitions.allSatisfy { $0.time == Floor.time(6 * 60) })
    }

    @Test(arguments: [
        ([0.01, 0.02, 0.03, 0.04, 0.05], 0.05, 0.05), ([0.2, 0.001, 0.9], 0.05, 0.001),
        ([0.5, 0.6], 0.05, -1.0), ([], 0.05, -1.0),
    ])
    func benjaminiAndHochberg(_ chances: [Double], _ share: Double, _ limit: Double) {
        #expect(discoveryLimit(chances, share) == limit)
    }

    @Test func inTheFirstTwoWeeksAllIsLearnt() throws {
        var floor = try floor()
        for minute in 0..<36 { read(&floor, minute, [minute >= 32 ? 9 : 0]) }
        var writer = ByteWriter()
        floor.engine.state.learnt[0].detections[0].memories.save(to: &writer)
        var reader = ByteReader(writer.bytes)
        let memories = try reader.values(Given.Memory.self)
        #expect(memories.map(\.heard) == [36])
        #expect(memories.map(\.weight) == [1])
    }

    @Test func itIsKeptOverARestart() throws {
        var floor = try floor("across groups fdr 5%")
        for minute in 0..<3 { read(&floor, minute, [0, minute == 2 ? 9 : 0]) }
        let bytes = floor.saved()
        var reader = ByteReader(bytes)
        let rules = try plan("across groups fdr 5%")
        floor.engine = try Engine(from: &reader, format: Engine.format) {
            Program(rules, from: $0, with: Self.registry)
        }
        #expect(floor.saved() == bytes)
        read(&floor, 3, [0, 9])
        #expect(floor.transitions.map { $0.group["shop"] } == ["1"])
    }
}
