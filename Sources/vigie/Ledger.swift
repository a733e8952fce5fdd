import Core
import Foundation
import Host
import Model

/// The transitions of a backtest, as they come.
///
/// A class: the replay hears through it while the command asks it.
final class Ledger {
    private let shows: (String, Timestamp) -> Bool
    private let printsLines: Bool
    private(set) var transitions = 0
    private var hindsight = Hindsight()
    /// Of each incident, in their order.
    private var openings: [Transition] = []

    init(showing shows: @escaping (String, Timestamp) -> Bool, printsLines: Bool) {
        self.shows = shows
        self.printsLines = printsLines
    }

    func hear(_ effect: Effect) {
        guard case .transition(let transition) = effect, shows(transition.alert, transition.time)
        else { return }
        transitions += 1
        if printsLines { Swift.print(transition.json.line) }
        hindsight.hear(effect)
        if hindsight.incidents.count > openings.count { openings.append(transition) }
    }

    var incidents: [Hindsight.Incident] { hindsight.incidents }

    /// Seconds of the longest incident that ended.
    var longest: Double? { incidents.compactMap(\.length?.seconds).max() }

    func printTable() {
        guard !incidents.isEmpty else { return Swift.print("No alert would have gone out.") }
        let rows = zip(incidents, openings).map { incident, opening in
            [
                opening.time.minuteText,
                (incident.length?.seconds).map(Unit.duration.text) ?? "open", opening.alert,
                opening.group.description.isEmpty ? "-" : opening.group.description,
                incident.worst.name, opening.value.map(opening.unit.text) ?? "no value",
                opening.limit.map(opening.unit.text) ?? "-",
                Unit.count.text(Double(opening.samples)),
            ]
        }
        Swift.print(
            aligned(
                [["OPENED", "LASTED", "ALERT", "GROUP", "WORST", "VALUE", "LIMIT", "SAMPLES"]]
                    + rows))
        Swift.print("")
        Swift.print(counts)
    }

    /// `slow_chat 12 incidents`, a line an alert in the order of first sight.
    private var counts: String {
        var order: [String] = []
        var counts: [String: Int] = [:]
        for alert in incidents.map(\.alert) {
            if counts[alert] == nil { order.append(alert) }
            counts[alert, default: 0] += 1
        }
        return aligned(
            order.map { alert in
                let count = counts[alert] ?? 0
                return [alert, plural(count, "incident")]
            })
    }
}

func plural(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// What a backtest ends with.
struct Totals {
    let ledger: Ledger
    let linesRead: Int
    let refused: [(reason: String, count: Int)]
    let seconds: Double

    var json: JSON {
        .object([
            ("transitions", .integer(Int64(ledger.transitions))),
            ("alerts", .integer(Int64(Set(ledger.incidents.map(\.alert)).count))),
            ("incidents", .integer(Int64(ledger.incidents.count))),
            ("longest_s", .optional(ledger.longest)),
            ("lines", .integer(Int64(linesRead))),
            ("refused", .object(refused.map { ($0.reason, .integer(Int64($0.count))) })),
            ("seconds", .number((seconds * 1000).rounded() / 1000)),
        ])
    }

    var text: String {
        let longest = ledger.longest.map { ", the longest " + Unit.duration.text($0) } ?? ""
        let refusals = refused.map { "\($0.count) \($0.reason)" }.joined(separator: ", ")
        let rate = seconds > 0 ? Double(linesRead) / seconds : 0
        let alerts = Set(ledger.incidents.map(\.alert)).count
        let rest = refused.isEmpty ? "" : "; not counted: " + refusals
        return """
            \(plural(ledger.incidents.count, "incident")) of \(plural(alerts, "alert"))\(longest)
            \(Unit.count.text(Double(linesRead))) lines in \(Unit.duration.text(seconds)) \
            (\(Unit.count.text(rate.rounded())) a second)\(rest)
            """
    }
}

extension Transition {
    /// Keys in the order that `backtest --format jsonl` promises.
    var json: JSON {
        .object([
            ("time", .text(time.description)), ("alert", .text(alert)), ("kpi", .text(kpi)),
            ("group", group.json), ("from", .text(from.name)), ("to", .text(to.name)),
            ("value", .optional(value.map(unit.published))), ("unit", .text(unit.symbol)),
            ("samples", .integer(Int64(samples))), ("incident", .text(incident)),
        ])
    }
}
