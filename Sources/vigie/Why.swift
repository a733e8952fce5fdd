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
            Over recorded lines, with the rules that judge them, or of a vigie that runs. An \
            incident goes by its id, by the beginning of it, or by the name of its alert and tags \
            of its group. Of several the newest is shown, of a vigie that runs the newest of those \
            that are open if there are any; with --all every one that is still kept.

                vigie why parcels_late carrier=b
                vigie why 4f0c9a --url http://localhost:8427
                vigie why parcels_late carrier=b --rules rules/ --data march.lp.gz
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

    private struct Known: Decodable {
        struct Incident: Decodable {
            var incident: String
            var alert: String
            var group: [String: String]
            var endedAt: String?
        }
        /// The newest first.
        var incidents: [Incident]
    }

    private func ask() throws {
        let wanted = try labels()
        guard !name.isEmpty else { throw refuse("name an incident or an alert: `vigie alerts`") }
        let known = try server.ask("/api/vigie/incidents/all", as: Known.self).incidents
        let found = known.filter { one in
            one.alert == name && wanted.pairs.allSatisfy { one.group[$0.name] == $0.value }
        }
        guard !found.isEmpty || wanted.isEmpty else {
            let tags = group.joined(separator: " ")
            throw refuse("none of the incidents that are kept is of `\(name)` with \(tags)")
        }
        let newest = found.first { $0.endedAt == nil } ?? found.first
        let ids = all ? found.reversed().map(\.incident) : newest.map { [$0.incident] } ?? []
        for (place, id) in (ids.isEmpty ? [name] : ids).enumerated() {
            if place > 0 { print("\n---\n") }
            let path = "/api/vigie/incidents/\(pathPart(id))?format=text"
            print(try server.ask(path), terminator: "")
        }
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
