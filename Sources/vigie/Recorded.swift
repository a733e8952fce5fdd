public import ArgumentParser
import Calendars
import Core
import Daemon
import Host
import Language
public import Model
import Plans
import Reporting

/// Rules, and the recorded lines that a report reads them over.
struct Recorded: ParsableArguments {
    @Option(name: .long, parsing: .upToNextOption, help: "Rule files, or folders of them.")
    var rules: [String]
    @Option(
        name: .long, parsing: .upToNextOption,
        help: "Recorded line protocol, plain or .gz; `-` is standard input.")
    var data: [String]
    @Flag(help: "Each line begins with its arrival time in nanoseconds and a TAB.")
    var withArrival = false

    func checked() throws -> CheckedRules { try CheckedRules(rules) }

    /// What the KPIs were at the end of each period.
    func values(of retiming: Retiming, each period: Period) throws -> ValueBook {
        let player = Player(retiming, self) { period.end(containing: $0) }
        try play([player])
        // The last event of a day comes a little before its end.
        player.reach(player.latest + .hours(1))
        return player.book
    }

    func replay(_ retiming: Retiming, asking confidence: Confidence? = nil) -> Replay {
        let questions = confidence.map { asked in
            Dictionary(uniqueKeysWithValues: retiming.kpis.map { ($0.name, asked) })
        }
        let plan = retiming.plan
        return Replay(
            RuleSet(files: []), withArrival: withArrival,
            linking: {
                Program(plan, from: $0, with: builtins, asking: questions ?? [:])
            }, hear: { _ in })
    }

    /// That nothing came of a recording means little where nothing was read.
    func refuseNothing(
        _ read: Int, counted: Int, _ refused: [(reason: String, count: Int)]
    ) throws {
        let names = data.map { $0 == "-" ? "standard input" : $0 }.joined(separator: ", ")
        guard read > 0 else { throw refuse("there are no lines in \(names)") }
        guard counted > 0 else {
            let hint =
                withArrival
                ? "with --with-arrival each begins with its arrival and a TAB"
                : "are they of the streams of these rules, in line protocol, without arrival times?"
            let reasons = Self.words(refused)
            throw refuse(
                "none of the \(Self.number(read)) lines in \(names) counted"
                    + (reasons.isEmpty ? "" : " (\(reasons))") + ": \(hint)")
        }
    }

    static func words(_ refused: [(reason: String, count: Int)]) -> String {
        refused.map { "\(number($0.count)) \($0.reason)" }.joined(separator: ", ")
    }

    static func number(_ count: Int) -> String { Unit.count.text(Double(count)) }
}

enum ReportFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

extension CheckedRules {
    func kpi(_ name: String) throws -> KPIPlan {
        if let kpi = plan.kpi(name) { return kpi }
        let near = suggestion(for: name, among: plan.kpis.map(\.name))
        throw refuse(
            "no KPI is called `\(name)` in these rules"
                + (near.map { "; did you mean `\($0)`?" } ?? ""))
    }

    func retimed(_ names: [String], _ window: Retiming.Window, by tags: [String]?) throws
        -> Retiming
    {
        do throws(Retiming.Fault) {
            return try Retiming(plan, of: names, through: window, by: tags)
        } catch {
            switch error {
            case .lacksTag(let kpi, let tag):
                let known = plan.kpi(kpi).map { $0.tags(in: plan).sorted() } ?? []
                throw refuse(
                    "`\(kpi)` cannot be told apart by `\(tag)`"
                        + (known.isEmpty ? "" : ": there are \(known.joined(separator: ", "))"))
            case .comparesGroups(let kpi):
                throw refuse("`\(kpi)` compares groups of another KPI and cannot be cut otherwise")
            }
        }
    }
}

extension Plan {
    /// By whose clocks days begin: those that its alerts learn by, or of a calendar of the rules.
    func zone(of kpi: String) -> Zone {
        let asked = alerts.first { $0.kpi == kpi && $0.season != .utc }?.season.zone
        return asked ?? self.kpi(kpi)?.period?.period.zone ?? calendars.first?.zone ?? .utc
    }
}

extension Interval: ExpressibleByArgument {
    /// As rules write it: `14d`, `1h30m`.
    public init?(argument: String) { self.init(argument) }
}
