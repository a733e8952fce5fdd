import Plans

/// KPIs in an order in which each comes after those that it refers to.
struct ReferenceOrder {
    let indices: [Int]
    let cyclic: Set<Int>
    let diagnostics: [Diagnostic]

    init(_ kpis: [KPIDeclaration]) {
        let precedence = Precedence(kpis.map { ($0.name.text, $0.value?.references ?? []) })
        indices = precedence.indices
        cyclic = Set(precedence.circles.flatMap(\.members))
        diagnostics = precedence.circles.map { circle in
            Diagnostic(
                .cycle, "`\(circle.closing.text)` is computed from itself",
                at: circle.closing.range, circle.course(" needs ") { kpis[$0].name.text },
                help: "take one of these references out")
        }
    }
}

extension KPIDeclaration {
    /// Whether it looks at events itself, rather than at other KPIs alone.
    var hasAggregates: Bool { value?.hasCall ?? true }
}

extension Expression {
    fileprivate var hasCall: Bool {
        switch form {
        case .call(let call): GroupStatistic(rawValue: call.function.text) == nil
        case .negated(let inner), .not(let inner): inner.hasCall
        case .arithmetic(let left, _, let right), .compare(let left, _, let right):
            left.hasCall || right.hasCall
        case .all(let terms), .any(let terms): terms.contains(where: \.hasCall)
        case .confident(let inner, _), .anomalous(let inner, _): inner.hasCall
        case .literal, .name, .group, .among: false
        }
    }

    /// The names that stand outside calls: other KPIs and params.
    var references: [Name] {
        switch form {
        case .name(let text): [Name(text: text, range: range)]
        case .group(let name, _): [name]
        case .negated(let inner), .not(let inner): inner.references
        case .arithmetic(let left, _, let right), .compare(let left, _, let right):
            left.references + right.references
        case .all(let terms), .any(let terms): terms.flatMap(\.references)
        case .call(let call) where GroupStatistic(rawValue: call.function.text) != nil:
            call.operand?.references ?? []
        case .confident(let inner, _), .anomalous(let inner, _): inner.references
        case .literal, .call, .among: []
        }
    }
}
