import ArgumentParser
import Core
import Daemon
import Foundation
import Host
import Model
import Plans
import PluginKit

struct Why: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What happened in an incident, and which segments moved the KPI.",
        discussion: """
            Over recorded lines, with the rules that judge them, or of a vigie that runs, with its \
            address. An incident goes by its id, by the beginning of it, or by the name of its \
            alert and tags of its group; of several the newest is shown, or \
            with --all every one of \
            those that are still kept.

                vigie why parcels_late carrier=b --rules rules/ --data march.lp.gz
                vigie why 4f0c9a --url http://localhost:8086
            """)

    @Argument(help: "The id of an incident, the beginning of one, or the name of an alert.")
    var name: String
    @Argument(help: "Tags of the group: `channel=chat team=lille`.") var group: [String] = []
    @Option(name: .long, parsing: .upToNextOption, help: "Rule files, or folders of them.")
    var rules: [String] = []
    @Option(
        name: .long, parsing: .upToNextOption,
        help: "Recorded line protocol, plain or .gz; `-` is standard input.")
    var data: [String] = []
    @OptionGroup var server: ServerOptions
    @Flag(help: "Each line begins with its arrival time in nanoseconds and a TAB.")
    var withArrival = false
    @Flag(help: "Shows every incident that is meant, and not only the newest.") var all = false

    func run() throws {
        if server.url != nil || rules.isEmpty && data.isEmpty {
            guard data.isEmpty else { throw refuse("either --url or --data, not both") }
            return try ask()
        }
        guard !rules.isEmpty, !data.isEmpty else {
            throw refuse("give both --rules and --data, or ask a vigie that runs")
        }
        try replay()
    }

    private func replay() throws {
        let checked = try CheckedRules(rules)
        let wanted = try labels()
        var replay = Replay(
            RuleSet(files: checked.folder.files), withArrival: withArrival,
            linking: linker(builtins), hear: { _ in })
        try forEachChunk(of: data) { replay.add($0) }
        replay.finish()
        let found = replay.engine.records.found(by: name, wanted)
        guard !found.isEmpty else {
            throw refuse("these lines raise no incident `\(name)`")
        }
        let clock = replay.engine.clock
        for (place, record) in (all ? found : Array(found.suffix(1))).enumerated() {
            if place > 0 { print("\n---\n") }
            print(record.text(at: clock), terminator: "")
        }
    }

    private func ask() throws {
        guard group.isEmpty else { throw refuse("with --url an incident goes by its id") }
        let id = name.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        print(try server.ask("/api/vigie/incidents/\(id)?format=text"), terminator: "")
    }

    private func labels() throws -> Labels {
        Labels(
            try group.map { pair in
                let parts = pair.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { throw refuse("write TAG=VALUE, not `\(pair)`") }
                return Labels.Pair(String(parts[0]), String(parts[1]))
            })
    }
}
