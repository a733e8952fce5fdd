import Detectors
import Evaluation
import Model
import PluginKit
import Testing

/// Whether a budget of false alarms means what it says, for the detector that is asked by default.
///
/// A small sample: `swift run -c release dev quiet` lives a thousand group-months of each shape.
@Suite struct FalseAlarmTests {
    private static let trial = FalseAlarmTrial(every: .hours(1), budget: .days(7), months: 3)
    private static let groups = 8

    @Test(arguments: QuietShape.allCases)
    func theBudgetIsKept(_ shape: QuietShape) {
        let outcome = Self.trial.outcome(of: .of(Auto.self), on: shape, groups: 0..<Self.groups)
        guard shape != .constant else {
            #expect(outcome.alarms == 0)
            return
        }
        // About 100 alarms are allowed: chance moves the ratio by a tenth.
        #expect(0.25...1.3 ~= outcome.ratio, "\(shape.words): \(outcome.ratio)")
    }

    /// A detector that cannot tell, to see that the count can be too high.
    @Test func whoCriesWolfIsSeen() {
        let outcome = Self.trial.outcome(of: .of(Wolf.self), on: .gaussian, groups: 0..<1)
        #expect(outcome.ratio > 2)
    }

    /// Says the same of everything for weeks, and then now and then that it never saw the like.
    private struct Wolf: Detector {
        struct Memory: Savable, Sendable {
            var count: UInt32 = 0

            init() {}
            func save(to writer: inout ByteWriter) { writer.write(count) }
            init(from reader: inout ByteReader) throws(DamagedBytes) {
                count = try reader.integer()
            }
        }

        static let manifest = Manifest("wolf", "Cries.")
        let blank = Memory()

        init(_ arguments: Arguments, for subject: Subject) {}

        func judge(_ observation: Observation, _ memory: inout Memory) -> Finding {
            memory.count += 1
            // Each time louder than ever: no bar that was learnt is high enough.
            let isLoud = memory.count > 1_440 && memory.count % 48 < 2
            return .judged(Surprise(isLoud ? Double(memory.count) / 100 : 0.1, isHigh: true))
        }
    }
}
