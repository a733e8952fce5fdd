import Model
import Plans
import PluginKit

/// Checks what an alert says of causes: `explain by` and `quote`.
struct CauseChecker: Complaining {
    private let declaration: AlertDeclaration
    private let names: Names
    private let kpi: CheckedKPI
    private let streams: [CheckedStream]
    var diagnostics: [Diagnostic] = []

    init(_ declaration: AlertDeclaration, _ names: Names, _ kpi: CheckedKPI) {
        (self.declaration, self.names, self.kpi) = (declaration, names, kpi)
        let asked = kpi.plan?.streams({ names.kpis[$0]?.plan }, through: \.value.references)
        streams = (asked ?? []).sorted().compactMap { names.streams[$0] }
    }

    mutating func check(_ ladder: [Rung]) -> (ExplanationPlan?, quote: QuotePlan?) {
        (explanation(ladder), declaration.quote.flatMap { quote($0) })
    }

    private mutating func explanation(_ ladder: [Rung]) -> ExplanationPlan? {
        let tags = declaration.explainBy
        guard let first = tags.first, let last = tags.last, let plan = kpi.plan else { return nil }
        guard areTags(tags), isFew(tags) else { return nil }
        let new = newOnes(tags)
        guard !new.isEmpty else { return nil }
        let explained = ExplanationPlan(
            of: plan, by: new, limit: ladder.first?.when.condition.plainLimit,
            among: { [names] in names.kpis[$0]?.plan },
            with: { [names] in names.functions.entries[$0]?.kind })
        guard let explained else {
            report(
                .explainsNothing, "what moves `\(kpi.name)` cannot be told",
                at: first.range.through(last.range), "no part of it adds up to the whole",
                help: "explain a KPI of counts, sums, shares, means, marks or quantiles")
            return nil
        }
        return explained
    }

    /// The tags by which a change is explained are those of every stream of the KPI.
    private mutating func areTags(_ tags: [Name]) -> Bool {
        let misfits = tags.compactMap { tag in streams.compactMap { $0.misfit(by: tag) }.first }
        diagnostics += misfits
        return misfits.isEmpty
    }

    private mutating func isFew(_ tags: [Name]) -> Bool {
        guard tags.count > Limits.tagsOfExplanation else { return true }
        report(
            .tooManyTags, "a change is explained by \(Limits.tagsOfExplanation) tags at most",
            at: tags[Limits.tagsOfExplanation].range, "one more",
            help: "name the tags that somebody can act on")
        return false
    }

    /// Each once, and none by which there are groups already.
    private mutating func newOnes(_ tags: [Name]) -> [String] {
        var new: [String] = []
        for tag in tags {
            let isGroup = kpi.by.contains(tag.text)
            if !isGroup, !new.contains(tag.text) {
                new.append(tag.text)
                continue
            }
            report(
                .explainsNothing,
                isGroup
                    ? "each group has one `\(tag.text)`, which explains nothing"
                    : "`\(tag.text)` stands here twice",
                at: tag.range, isGroup ? "in `by`" : "the second time",
                help: "leave it out, or explain by another tag")
        }
        return new
    }

    /// The text that is quoted is a field of a stream of the KPI.
    private mutating func quote(_ field: Name) -> QuotePlan? {
        for stream in streams {
            if case .field(.text) = stream.columns[field.text] {
                if let hidden = stream.hidden(field) {
                    diagnostics.append(hidden)
                    return nil
                }
                return QuotePlan(field.text, of: stream.plan.name)
            }
        }
        guard let stream = streams.first(where: { $0.columns[field.text] != nil }) else {
            if let first = streams.first, !first.isDamaged {
                diagnostics.append(first.lacks(field))
            }
            return nil
        }
        if case .field(nil) = stream.columns[field.text] { return nil }
        report(
            .badOperand, "`\(field.text)` is no text that people wrote", at: field.range,
            "not a field of type text", help: "quote a field that is declared as `text`")
        return nil
    }
}

extension Condition {
    /// What it compares the value with, where that is a number: of several, the first.
    fileprivate var plainLimit: (Comparison, Double)? {
        switch self {
        case .compare(.value, let comparison, let limit),
            .confident(.value, let comparison, let limit, _):
            return limit.number.map { (comparison, $0) }
        case .compare(let limit, let comparison, .value),
            .confident(let limit, let comparison, .value, _):
            return limit.number.map { (comparison.turned, $0) }
        case .all(let parts), .any(let parts): return parts.lazy.compactMap(\.plainLimit).first
        case .compare, .confident, .silent, .anomalous, .not: return nil
        }
    }
}

extension Quantity {
    fileprivate var number: Double? {
        switch self {
        case .number(let number): return number
        case .negated(let inner): return inner.number.map { -$0 }
        case .arithmetic(let left, let sign, let right):
            guard let l = left.number, let r = right.number else { return nil }
            return sign.apply(l, r)
        default: return nil
        }
    }
}
