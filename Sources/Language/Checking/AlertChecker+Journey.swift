import Model
import Plans

/// What the place of the KPI makes of its alerts: how bad they are, and how they are labelled.
extension AlertChecker {
    private var isAtMoment: Bool {
        kpi.plan?.stage.flatMap { names.stages[$0] }?.isMomentOfTruth ?? false
    }

    private func weighed(_ severity: Severity) -> Severity {
        severity.weighed(atMomentOfTruth: isAtMoment, kpi.plan?.kano)
    }

    func weighed(_ noData: NoData) -> NoData {
        if case .alarm(let severity, let after) = noData {
            return .alarm(weighed(severity), after: after)
        }
        return noData
    }

    /// Of two rungs that become one the milder counts: it is reached first.
    mutating func weighed(_ ladder: [Rung]) -> [Rung] {
        var told: [Rung] = []
        var kept: Rung?
        for rung in ladder {
            let severity = weighed(rung.severity)
            if let kept, told.last?.severity == severity {
                reportMerged(kept.severity, rung.severity, into: severity)
            } else {
                told.append(Rung(severity, when: rung.when))
                kept = rung
            }
        }
        return told
    }

    private mutating func reportMerged(
        _ milder: Severity, _ worse: Severity, into severity: Severity
    ) {
        func range(_ severity: Severity) -> SourceRange {
            declaration.rungs.first { $0.severity == severity }?.when.word
                ?? declaration.name.range
        }
        report(
            .rungsMerged,
            "`\(milder.name)` and `\(worse.name)` are both told as `\(severity.name)`",
            at: range(worse), "never reached as another state",
            and: [Diagnostic.Label(range(milder), "reached first, and the one that counts")],
            help: "keep one of the two: \(reasonOfWeight)")
    }

    private var reasonOfWeight: String {
        if let kano = kpi.plan?.kano, kano != .basic {
            return "`\(kpi.name)` is `kano \(kano.rawValue)`, and `\(kano.worst.name)` at most"
        }
        return "`\(kpi.plan?.stage ?? "")` is a moment of truth, and all in it is one worse"
    }

    /// By which routes may choose.
    var placeOfKPI: [Labels.Pair] {
        let stage = kpi.plan?.stage.map { Labels.Pair(KPIPlan.stageTag, $0) }
        let kano = kpi.plan?.kano.map { Labels.Pair("kano", $0.rawValue) }
        return [stage, kano].compactMap { $0 }
    }
}

extension Labels {
    /// What the rule says itself stays.
    mutating func add(_ others: [Pair]) {
        pairs += others.filter { self[$0.name] == nil }
    }
}
