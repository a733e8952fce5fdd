import Core
import Daemon
import Host
import Model
import Plans
import PluginKit

// Two sets of rules over one recording, in one pass.
extension Backtest {
    func compare(_ newer: CheckedRules) throws {
        let older = try CheckedRules(against, warns: true)
        if let only, !newer.plan.hasAlert(only), !older.plan.hasAlert(only) {
            throw refuse("no alert is called `\(only)` in these rules or the older ones")
        }
        let (before, after) = (Listener(showing: isOfInterest), Listener(showing: isOfInterest))
        var old = replay(older, hear: before.hear)
        var new = replay(newer, hear: after.hear)
        try forEachChunk(of: recording.data) { chunk in
            old.add(chunk)
            new.add(chunk)
        }
        old.finish()
        new.finish()
        try warn(new.linesRead, counted: max(old.counted, new.counted), new.refused)
        let difference = Difference(before.hindsight, after.hindsight)
        switch format {
        case .table: print(difference.text, terminator: "")
        case .jsonl: for line in difference.lines { print(line) }
        }
    }

    private func replay(_ rules: CheckedRules, hear: @escaping (Effect) -> Void) -> Replay {
        Replay(
            RuleSet(files: rules.folder.files, book: .everybody(in: rules.plan)),
            withArrival: recording.withArrival, linking: linker(builtins), hear: hear)
    }
}

/// A class: the replay hears through it while the command asks it.
private final class Listener {
    private(set) var hindsight: Hindsight

    init(showing shows: @escaping @Sendable (String, Timestamp) -> Bool) {
        hindsight = Hindsight(showing: shows)
    }

    func hear(_ effect: Effect) { hindsight.hear(effect) }
}

extension ContactBook {
    /// All contacts that the rules name, and one for what the routes of the settings would decide;
    /// none of them is ever in haste.
    fileprivate static func everybody(in plan: Plan) -> ContactBook {
        let routed = "(routes)"
        let rate = DeliveryRate(burst: 1_000, interval: .milliseconds(1))
        let messages = plan.alerts.map(\.message) + plan.watches.map(\.message)
        let names = Set(messages.flatMap(\.notify) + [routed]).sorted()
        return ContactBook(
            contacts: names.map { ContactPlan($0, type: "webhook", rate: rate) },
            routes: [RoutePlan(match: Labels(), notify: [routed])])
    }
}
