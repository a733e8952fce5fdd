import ArgumentParser
import Evaluation
import Foundation
import Language
import Model
import Plans
import PluginKit

struct Quiet: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "How many false alarms come where nothing happens, for one that may.",
        discussion: """
            Many groups of each shape of quiet data live for two months, and then for --months \
            that are counted. 1.00 is as many as the budget allows. Ends with 1 if a shape is not \
            between 0.3 and 1.2, or a constant alarms.
            """)

    @Option(help: "As `using` of a rule names it.") var detector = "auto"
    @Option(help: "Minutes from one judgement to the next.") var every = 60
    @Option(help: "Days for one false alarm.") var budget = 30
    @Option(help: "Groups of each shape.") var groups = 340
    @Option(help: "Months of each group that are counted.") var months = 3

    func run() throws {
        let (asked, _) = AskedDetector.read(
            SourceText(path: "--detector", text: detector), with: builtins)
        guard let asked, every > 0, budget > 0, groups > 0, months > 0 else {
            throw ValidationError("no such detector, or nothing to count")
        }
        let trial = FalseAlarmTrial(
            every: .minutes(Int64(every)), budget: .days(Int64(budget)), months: months)
        var isBroken = false
        for shape in QuietShape.allCases {
            let outcome = trial.outcome(
                of: asked.kind, asked.arguments, on: shape, groups: 0..<groups)
            let isKept =
                shape == .constant ? outcome.alarms == 0 : 0.3...1.2 ~= outcome.ratio
            isBroken = isBroken || !isKept
            print(
                decimal(outcome.ratio, 2), isKept ? " " : "!", shape.words,
                "(\(outcome.alarms) in \(Int(outcome.groupMonths)) group-months)")
        }
        if isBroken { throw ExitCode(1) }
    }
}
