import ArgumentParser
import Daemon
import Foundation
import Inference
import Language
import Plans

struct Streams: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Proposes `stream` blocks for lines that were recorded.",
        discussion: """
            Prints rules that check, with what could not be told in comments. Lines that cannot be \
            read are named on standard error. Ends with 2 if there is nothing to guess from.
            """)

    @Option(
        name: .long, parsing: .upToNextOption,
        help: "Recorded line protocol, plain or .gz; `-` is standard input.")
    var infer: [String]
    @Option(
        name: .long, parsing: .upToNextOption,
        help: "Rule files, or folders of them: streams that they declare are left out.")
    var rules: [String] = []

    func run() throws {
        let declared = try declaredStreams()
        var guesser = Guesser()
        for path in infer {
            guesser.begin(path == "-" ? "standard input" : path)
            try forEachChunk(of: [path]) { guesser.add($0) }
        }
        for complaint in guesser.complaints {
            complain("\(complaint.file):\(complaint.line): \(complaint.reason)")
        }
        let untold = guesser.unreadable - guesser.complaints.count
        if untold > 0 { complain("and \(plural(untold, "line")) more that cannot be read") }
        guard !guesser.streams.isEmpty else {
            throw refuse("there is no point in \(infer.joined(separator: ", "))")
        }
        print(guesser.rules(leavingOut: declared), terminator: "")
    }

    private func declaredStreams() throws -> Set<String> {
        guard !rules.isEmpty else { return [] }
        return Set(try CheckedRules(rules).plan.streams.map(\.name))
    }
}
