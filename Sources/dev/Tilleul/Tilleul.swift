import ArgumentParser
import Evaluation
import Foundation
import Model

struct Tilleul: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What the packs find of labelled incidents, and how often they are wrong.",
        discussion: """
            Replays recordings through the real engine with the rules as they are shipped, and \
            compares what opens with the labels of each recording: what must be told within its \
            limit, what must stay quiet, and what nobody asked for. Either --data with --labels, \
            a sheet for each recording, or --generator with --seeds: a Python program that writes \
            lines with their arrival to its output and a sheet to the file of its --labels. Ends \
            with 1 if something was missed or forbidden, or more is false than --goal.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Option(name: .long, parsing: .upToNextOption, help: "Rule files, or folders of them.")
    var packs = ["rules/packs"]
    @Option(name: .long, parsing: .upToNextOption, help: "Recorded lines, plain or .gz.")
    var data: [String] = []
    @Option(name: .long, parsing: .upToNextOption, help: "The labels of each recording, CSV.")
    var labels: [String] = []
    @Flag(help: "Each line of the recordings begins with its arrival in nanoseconds and a TAB.")
    var withArrival = false
    @Option(help: "A program that makes recordings.") var generator: String?
    @Option(help: "The seeds that it is to run with, with commas between.") var seeds = ""
    @Option(name: .long, parsing: .upToNextOption, help: "Scenarios that it is to run, each once.")
    var scenario: [String] = []
    @Option(
        name: .long, parsing: .upToNextOption, help: "More words for it, such as --option=value.")
    var extra: [String] = []
    @Option(help: "False episodes in 1,000 rule-days that are put up with.") var goal = 1.0
    @Option(help: "`text` for people, `json` for programs.") var format = Format.text

    func run() throws {
        let recordings = try made() + recorded()
        guard !recordings.isEmpty else {
            throw ValidationError("nothing to run: --data with --labels, or --generator")
        }
        let rehearsal = try PackRun(packs)
        var score = PackScore()
        for recording in recordings {
            let one = try rehearsal.score(recording)
            if format == .text { print(one.text) }
            score.add(one)
        }
        print(format == .text ? score.text : score.json.line)
        if !score.isGood(atMost: goal) { throw ExitCode(1) }
    }

    private func recorded() throws -> [LabelledRecording] {
        guard data.count == labels.count else {
            throw ValidationError("\(data.count) recordings, and labels of \(labels.count)")
        }
        return zip(data, labels).map {
            LabelledRecording(
                name: URL(fileURLWithPath: $0).lastPathComponent, source: .file($0),
                labels: $1, hasArrival: withArrival)
        }
    }

    private func made() throws -> [LabelledRecording] {
        guard let generator else { return [] }
        let seeded = seeds.split(separator: ",").map { ("seed \($0)", ["--seed", String($0)]) }
        let told = scenario.map {
            (URL(fileURLWithPath: $0).lastPathComponent, ["--scenario", $0])
        }
        return (seeded + told).map { name, words in
            let labels = FileManager.default.temporaryDirectory
                .appendingPathComponent("labels-\(UUID().uuidString).csv").path
            return LabelledRecording(
                name: name,
                source: .program(
                    ["python3", generator, "--quiet", "--with-arrival", "--labels", labels]
                        + words + extra),
                labels: labels, hasArrival: true)
        }
    }
}
