import ArgumentParser
import Foundation
import Locks
import Model

struct SilenceOrders: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "silence",
        abstract: "Silences of a vigie that runs: made, listed, ended.",
        subcommands: [Add.self, List.self, Expire.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keeps alerts quiet for a time.",
            discussion: """
                A matcher is NAME=VALUE, NAME!=VALUE, NAME=~PATTERN or NAME!~PATTERN; all of them \
                have to fit. A word without a sign is the name of an alert. Names are those that \
                `vigie alerts --format json` shows: alertname, kpi, severity, owner, the tags of a \
                group and the labels of a rule. Prints the id.

                    vigie silence add slow_answers channel=chat --for 2h --comment "new phones"
                    vigie silence add owner=logistics --until 2026-03-09T18:00:00+01:00 \
                --comment move
                """)

        @OptionGroup var server: ServerOptions
        @Argument(help: "What is kept quiet.") var matchers: [String]
        @Option(name: .customLong("for"), help: "For how long: `30m`, `2h`, `1d`.")
        var length: String?
        @Option(help: "Until when: RFC 3339, or `in 2h`.") var until: Moment?
        @Option(help: "From when: RFC 3339, or `in 2h`; now where it is not said.")
        var starts: Moment?
        @Option(help: "Only in the open hours of this calendar of the rules.") var during: String?
        @Option(help: "Why.") var comment: String
        @Option(help: "Who asks for it; else you, as the system knows you.") var by: String?
        @Option(help: "The silence that it takes the place of.") var replace: String?

        func run() throws {
            guard (length == nil) != (until == nil) else {
                throw refuse("say either `--for` or `--until`")
            }
            let now = Timestamp.wallClock
            var pairs: [(String, JSON)] = [
                ("matchers", .array(matchers.map { .text(matcher($0)) })),
                ("comment", .text(comment)),
            ]
            if let starts { pairs.append(("starts_at", .text("\(starts.time(from: now))"))) }
            if let until { pairs.append(("ends_at", .text("\(until.time(from: now))"))) }
            let texts = [
                ("for", length), ("calendar", during), ("by", by ?? userName), ("id", replace),
            ]
            pairs += texts.compactMap { name, text in text.map { (name, .text($0)) } }
            let answer = try server.ask("/api/vigie/silences", "POST", .object(pairs))
            let made = try? JSONDecoder().decode(Made.self, from: Data(answer.utf8))
            print(made?.silence ?? answer)
            if let warning = made?.warning { complain("warning: \(warning)") }
        }

        private struct Made: Decodable {
            var silence: String
            var warning: String?
        }

        private func matcher(_ text: String) -> String {
            text.contains { "=~!".contains($0) } ? text : "alertname=\(text)"
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Silences, those that are over for a few days among them with --all.")

        @OptionGroup var server: ServerOptions
        @Flag(help: "Those that are over as well.") var all = false
        @Option(help: "`json` prints what the API answers.") var format = ListFormat.text

        private struct Silences: Decodable {
            struct Silence: Decodable {
                var silence: String
                var state: String
                var matchers: [String]
                var startsAt: String
                var endsAt: String
                var by: String
                var comment: String
                var calendar: String
            }
            var silences: [Silence]
        }

        func run() throws {
            let path = "/api/vigie/silences"
            if format == .json { return print(try server.ask(path), terminator: "") }
            let silences = try server.ask(path, as: Silences.self).silences
                .filter { all || $0.state != "expired" }
            guard !silences.isEmpty else { return print("nothing is silenced") }
            let rows = silences.map { one in
                [
                    one.silence, one.state, one.matchers.joined(separator: " "),
                    secondText(one.startsAt), secondText(one.endsAt), one.by,
                    one.comment + (one.calendar.isEmpty ? "" : " (during \(one.calendar))"),
                ]
            }
            let head = ["SILENCE", "STATE", "MATCHERS", "FROM", "UNTIL", "BY", "WHY"]
            print(aligned([head] + rows))
        }
    }

    struct Expire: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a silence now, or takes one back that has not begun.")

        @OptionGroup var server: ServerOptions
        @Argument(help: "Ids of silences.") var silences: [String]
        @Option(help: "Who asks for it; else you, as the system knows you.") var by: String?

        func run() throws {
            for id in silences {
                let by = (by ?? userName).map { "?by=\(pathPart($0))" } ?? ""
                _ = try server.ask("/api/vigie/silences/\(pathPart(id))\(by)", "DELETE")
                print("\(id) is over")
            }
        }
    }
}
