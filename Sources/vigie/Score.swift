import ArgumentParser
import Foundation
import Language
import Model
import Plans
import PluginKit
import Rehearsal

struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Scores a series in a file: what a detector makes of each value.",
        discussion: """
            Reads comma-separated lines with a header that names `timestamp` (2026-03-09 08:45:00 \
            in UTC, RFC 3339, or seconds since 1970) and `value`; other columns are passed over, \
            and an empty value is a missing one. Prints `timestamp,value,anomaly_score,alert`, a \
            row a row: the score is -log10 of the tail probability, 0 while the detector learns; \
            `alert` is 1 where a rule under that budget would open an incident. One pass: what is \
            said of a row depends on it and the rows before it. `vigie plugins` lists detectors.
            """)

    @Option(help: "As `using` of a rule names it: `auto`, `holt_winters(season 1d)`.")
    var detector: String
    @Option(
        help: """
            False alarms that are put up with. One series that somebody looks at may give more of \
            them than each group of a rule, whose own default is 1 per 30d.
            """)
    var budget = "1 per 7d"
    @Argument(help: "A file, plain or .gz; `-` is standard input.") var file: String

    func run() throws {
        var scoring = try Scoring(asked(), alarms: alarms())
        var reader = SeriesReader()
        var lines = ScoreListing.header + "\n"
        func take(_ row: SeriesReader.Row) {
            let score = scoring.next(row.value, at: row.time)
            lines += ScoreListing.line(row, score) + "\n"
            if lines.utf8.count > 1 << 16 { flush(&lines) }
        }
        var fault: SeriesReader.Fault?
        try forEachChunk(of: [file]) { chunk in
            guard fault == nil else { return }
            do throws(SeriesReader.Fault) { try reader.read(chunk, take) } catch { fault = error }
        }
        if fault == nil {
            do throws(SeriesReader.Fault) { try reader.finish(take) } catch { fault = error }
        }
        flush(&lines)
        if let fault {
            throw refuse("\(file == "-" ? "standard input" : file): \(fault)")
        }
    }

    private func flush(_ lines: inout String) {
        print(lines, terminator: "")
        lines = ""
    }

    private func asked() throws -> AskedDetector {
        let source = SourceText(path: "--detector", text: detector)
        let (asked, diagnostics) = AskedDetector.read(source, with: builtins)
        guard let asked else { throw refused(diagnostics, source) }
        guard !asked.kind.type.asksSiblings else {
            throw refuse("`\(asked.kind.name)` compares groups with each other, and a file has one")
        }
        return asked
    }

    private func alarms() throws -> FalseAlarms {
        let source = SourceText(path: "--budget", text: budget)
        let (alarms, diagnostics) = FalseAlarms.read(source)
        guard let alarms else { throw refused(diagnostics, source) }
        return alarms
    }

    private func refused(_ diagnostics: [Diagnostic], _ source: SourceText) -> ExitCode {
        complain(
            Language.render(
                diagnostics, sources: [source], color: wantsColor(STDERR_FILENO)))
        return .unusable
    }
}
