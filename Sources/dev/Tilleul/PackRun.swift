import ArgumentParser
import Core
import Evaluation
import Foundation
import Host
import Language
import Model
import Plans

/// Rules as they are shipped, to be run over recordings.
struct PackRun {
    private let rules: RuleSet
    private let plan: Plan

    /// - Parameter paths: files, or folders of them.
    init(_ paths: [String]) throws {
        let sources = try RuleTexts.read(paths)
        let result = compile(sources, with: builtins, contacts: nil)
        guard let plan = result.plan else {
            throw ValidationError(
                render(result.diagnostics, sources: sources, color: false))
        }
        self.plan = plan
        rules = RuleSet(files: sources.map { .init(path: $0.path, text: $0.text) })
    }

    func score(_ recording: LabelledRecording) throws -> RecordingScore {
        let openings = Openings()
        var replay = Replay(
            rules, withArrival: recording.hasArrival,
            linking: { set in
                let sources = set.files.map { SourceText(path: $0.path, text: $0.text) }
                return compile(sources, with: builtins).plan.map {
                    Program($0, from: set, with: builtins)
                }
            }, hear: openings.hear)
        try recording.forEachChunk { replay.add($0) }
        replay.finish()
        guard replay.counted > 0 else {
            throw ValidationError("none of the lines of \(recording.name) counted")
        }
        let sheet = try recording.sheet()
        let episodes = openings.all.map { transition in
            let (kpi, group) = name(transition.kpi, transition.group, in: sheet)
            return Episode(transition.alert, on: kpi, group, at: transition.time)
        }
        let judged = replay.engine.judgedGroups.map { name($0.kpi, $0.group, in: sheet) }
        return RecordingScore(recording.name, sheet, episodes, judged: judged)
    }

    /// Of an alert on the silence of a stream no rule names a KPI: it is judged as
    /// `stream_silence`, with the stream as `measurement`.
    private func name(_ kpi: String, _ group: Labels, in sheet: LabelSheet) -> (
        kpi: String, group: Labels
    ) {
        guard let silent = plan.kpis.first(where: { $0.name == kpi && $0.isImplied }),
            let stream = silent.aggregates.first?.stream
        else { return (sheet.name(of: kpi), group) }
        return ("stream_silence", Labels(group.pairs + [.init("measurement", stream)]))
    }
}

/// The first transition of each incident, in their order.
///
/// A class: the replay hears through it while the command asks it.
private final class Openings {
    private(set) var all: [Transition] = []
    private var seen: Set<String> = []

    func hear(_ effect: Effect) {
        guard case .transition(let transition) = effect, transition.to != .ok,
            seen.insert(transition.incident).inserted
        else { return }
        all.append(transition)
    }
}
