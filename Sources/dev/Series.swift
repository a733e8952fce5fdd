import ArgumentParser
import Evaluation
import Foundation
import Language
import Plans
import PluginKit
import Rehearsal

struct Series: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "How much a detector finds in labelled series.",
        discussion: """
            Reads every .csv and .csv.gz of a folder: lines of `timestamp,value,label` below a \
            header, seconds since 1970 and 0 or 1. What `vigie score` would print is compared with \
            the labels. First a line a series, then all together: the part of the labelled events \
            that is found in the second halves at so many false alarms a series and day, with one \
            threshold on the evidence for all series; and what the openings of incidents score as \
            the Numenta Anomaly Benchmark counts, the labels being its windows.
            """)

    @Argument(help: "A folder of labelled series.") var folder: String
    @Option(help: "As `using` of a rule names it.") var detector = "auto"
    @Option(help: "False alarms that are put up with.") var budget = "1 per 7d"

    private static let rates = [0.1, 0.3, 1]

    func run() throws {
        let (asked, _) = AskedDetector.read(
            SourceText(path: "--detector", text: detector), with: builtins)
        let (alarms, _) = FalseAlarms.read(SourceText(path: "--budget", text: budget))
        guard let asked, let alarms else {
            throw ValidationError("no such detector, or no such budget")
        }
        var (all, windows) = (EventRecall(), WindowScore.Profile.all.map(WindowScore.init))
        for file in try files() {
            let series = try read(file)
            var own = EventRecall()
            let start = processTime()
            let (evidence, openings) = scored(series, asked, alarms)
            let cost = (processTime() - start) / Double(max(1, series.values.count))
            own.add(series, evidence)
            all.add(series, evidence)
            for index in windows.indices { windows[index].add(series, openings: openings) }
            print(
                series.name, "\(series.values.count) values, \(own.eventCount) events:",
                "\(recalls(own)); \(openings.count) incidents; \(Int(cost)) ns a value")
        }
        print("all: \(all.eventCount) events, \(Int(all.days)) series-days: \(recalls(all))")
        for score in windows {
            print(
                "windows, \(score.profile.name): \(decimal(score.value, 1)) (\(score.found) of",
                "\(score.windows) found, \(score.falseAlarms) false alarms)")
        }
    }

    private func scored(_ series: LabelledSeries, _ asked: AskedDetector, _ alarms: FalseAlarms)
        -> (evidence: [Double], openings: [Int])
    {
        var scoring = Scoring(asked, alarms: alarms)
        var (evidence, openings) = ([Double](), [Int]())
        evidence.reserveCapacity(series.values.count)
        for (index, value) in series.values.enumerated() {
            let score = scoring.next(value, at: series.times[index])
            evidence.append(score.evidence)
            if score.isAlert { openings.append(index) }
        }
        return (evidence, openings)
    }

    private func recalls(_ recall: EventRecall) -> String {
        let found = Self.rates.map { rate in
            let (part, threshold) = recall.recall(falseAlarmsADay: rate)
            return "\(decimal(part, 2)) at \(rate) (\(decimal(threshold, 2)))"
        }
        return found.joined(separator: ", ")
            + ", average precision \(decimal(recall.averagePrecision, 2))"
    }

    private func files() throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            .filter { $0.hasSuffix(".csv") || $0.hasSuffix(".csv.gz") }
        guard !names.isEmpty else { throw ValidationError("\(folder) has no series") }
        return names.map { "\(folder)/\($0)" }
    }

    private func read(_ path: String) throws -> LabelledSeries {
        let name = URL(fileURLWithPath: path).lastPathComponent
        let text =
            path.hasSuffix(".gz")
            ? try inflated(path) : try String(contentsOfFile: path, encoding: .utf8)
        do throws(LabelledSeries.BadLine) { return try LabelledSeries(name, csv: text) } catch {
            throw ValidationError("\(path):\(error.number): what is `\(error.text)`?")
        }
    }

    private func inflated(_ path: String) throws -> String {
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", path]
        process.standardOutput = pipe
        try process.run()
        let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ExitCode(process.terminationStatus) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

func decimal(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }
