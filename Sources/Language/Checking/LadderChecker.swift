import Model
import Plans

/// Looks over a whole ladder for what no clause shows alone. All it says is a warning: odd ladders
/// still work.
struct LadderChecker: Complaining {
    var diagnostics: [Diagnostic] = []
    private let declaration: AlertDeclaration
    private let ladder: [Rung]
    private let unit: Unit

    init(
        _ declaration: AlertDeclaration, _ ladder: [Rung], _ recover: HeldCondition?,
        _ kpi: CheckedKPI
    ) {
        self.declaration = declaration
        self.ladder = ladder
        unit = kpi.unit ?? .number
        if let every = kpi.plan?.every { checkPatience(every) }
        if let recover { check(recover) }
        checkOrder()
    }

    /// `for` shorter than the step between two judgements.
    private mutating func checkPatience(_ every: Interval) {
        let held = declaration.rungs.map(\.when) + (declaration.recover.map { [$0] } ?? [])
        for span in held.compactMap(\.lasting) where span.interval < every {
            report(
                .patienceTooShort,
                "`for \(span.interval)` is shorter than the KPI's step `\(every)`",
                at: span.range, "one judgement is all there is in it",
                help: "write `for \(every)` or more, or leave `for` out")
        }
    }

    /// A value that both raises the alert and ends it.
    private mutating func check(_ recover: HeldCondition) {
        guard let end = Reach(recover.condition), let clause = declaration.recover else { return }
        for rung in ladder {
            guard let reach = Reach(rung.when.condition), reach.meets(end) else { continue }
            report(
                .recoverPastLimit, "`recover` holds while `\(rung.severity.name)` does",
                at: clause.condition.range, "both hold for some values",
                and: [Diagnostic.Label(range(of: rung), "the limit")],
                help: "let the alert recover at `value \(reach.beyond) "
                    + "\(unit.written(reach.limit))` or further off")
            return
        }
    }

    /// A rung that a worse one always hides.
    private mutating func checkOrder() {
        for (milder, worse) in zip(ladder, ladder.dropFirst()) {
            guard let mild = Reach(milder.when.condition), let bad = Reach(worse.when.condition),
                mild.isUpward == bad.isUpward
            else { continue }
            let isHarsher = mild.isUpward ? mild.limit > bad.limit : mild.limit < bad.limit
            let isSame = mild == bad && milder.when.lasting >= worse.when.lasting
            guard isHarsher || isSame else { continue }
            report(
                .rungNeverSeen,
                "`\(milder.severity.name)` is behind `\(worse.severity.name)`",
                at: range(of: milder), "reached later, or at the same time",
                and: [Diagnostic.Label(range(of: worse), "reached first")],
                help: "change the two limits over")
        }
    }

    private func range(of rung: Rung) -> SourceRange {
        declaration.rungs.first { $0.severity == rung.severity }?.when.condition.range
            ?? declaration.name.range
    }
}

/// The values for which a simple condition holds: all on one side of a limit.
private struct Reach: Equatable {
    var isUpward: Bool
    var limit: Double
    var takesLimit: Bool

    init?(_ condition: Condition) {
        guard case .compare(.value, let comparison, .number(let limit)) = condition else {
            return nil
        }
        self.limit = limit
        switch comparison {
        case .greater: (isUpward, takesLimit) = (true, false)
        case .greaterOrEqual: (isUpward, takesLimit) = (true, true)
        case .less: (isUpward, takesLimit) = (false, false)
        case .lessOrEqual: (isUpward, takesLimit) = (false, true)
        case .equal, .notEqual: return nil
        }
    }

    func meets(_ other: Reach) -> Bool {
        if isUpward == other.isUpward { return true }
        let (low, high) = isUpward ? (limit, other.limit) : (other.limit, limit)
        return low < high || (low == high && takesLimit && other.takesLimit)
    }

    /// The sign of the other side.
    var beyond: String {
        switch (isUpward, takesLimit) {
        case (true, false): "<="
        case (true, true): "<"
        case (false, false): ">="
        case (false, true): ">"
        }
    }
}
