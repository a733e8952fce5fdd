import Model
import Plans

/// Looks for habits that lead astray and are no mistakes: an alert that matters and does not say
/// what to do, an alert on a figure that only flatters.
struct HabitChecker: Complaining {
    var diagnostics: [Diagnostic] = []

    init(_ declarations: Declarations, _ plan: Plan) {
        checkRunbooks(
            declarations.alerts.map { ($0.name, $0.message, $0.rungs) }
                + declarations.watches.map { ($0.name, $0.message, $0.rungs) })
        checkVanity(declarations.alerts, plan)
    }

    /// Only in files where another alert has one: there people mean to write them.
    private mutating func checkRunbooks(
        _ alerts: [(name: Name, message: Message, rungs: [AlertDeclaration.Rung])]
    ) {
        let files = Set(alerts.filter { $0.message.runbook != nil }.map(\.name.range.file))
        for (name, message, rungs) in alerts
        where message.runbook == nil && !message.isShadow && files.contains(name.range.file) {
            guard let rung = rungs.first(where: { $0.severity == .critical }) else { continue }
            report(
                .noRunbook, "alert `\(name.text)` can be critical and has no runbook",
                at: name.range, "others of this file say what to do",
                and: [Diagnostic.Label(rung.when.word, "somebody is woken here")],
                help: "add `runbook \"URL\"`")
        }
    }

    private mutating func checkVanity(_ alerts: [AlertDeclaration], _ plan: Plan) {
        for alert in alerts {
            guard case .kpi(let name) = alert.subject, let kpi = plan.kpi(name.text),
                let field = kpi.vanity
            else { continue }
            report(
                .vanityMetric, "`\(kpi.name)` grows with `\(field)`, and nobody acts on that",
                at: name.range, "a figure that flatters",
                help: "alert on what comes of it, such as a share, or keep the KPI to look at")
        }
    }
}

extension KPIPlan {
    /// Fields that count attention and nothing that comes of it.
    private static let flattering: Set<String> = [
        "views", "likes", "impressions", "followers", "reach",
    ]

    /// The field of that kind which it adds up; nil: it does not, or sets it beside something.
    fileprivate var vanity: String? {
        guard !value.divides else { return nil }
        for aggregate in aggregates where !["distinct", "first"].contains(aggregate.function) {
            guard case .field(let name) = aggregate.operand,
                let word = name.split(separator: "_").last.map(String.init)
            else { continue }
            if Self.flattering.contains(word) { return name }
        }
        return nil
    }
}

extension ValueExpression {
    /// Whether it sets one thing beside another.
    fileprivate var divides: Bool {
        switch self {
        case .arithmetic(_, .divide, _): true
        case .arithmetic(let left, _, let right): left.divides || right.divides
        case .negated(let inner): inner.divides
        default: false
        }
    }
}
