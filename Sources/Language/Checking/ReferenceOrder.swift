import Plans

/// KPIs in an order in which each comes after those that it refers to.
///
/// Depth first, with a stack of its own: a long chain of references must not exhaust the thread's.
///
/// - Complexity: O(KPIs + references).
struct ReferenceOrder {
    private(set) var indices: [Int] = []
    private(set) var cyclic: Set<Int> = []
    private(set) var diagnostics: [Diagnostic] = []

    private enum Mark { case new, open, done }

    init(_ kpis: [KPIDeclaration]) {
        let known = Dictionary(
            kpis.enumerated().map { ($1.name.text, $0) }, uniquingKeysWith: { a, _ in a })
        let references = kpis.map { kpi in
            (kpi.value?.references ?? []).filter { known[$0.text] != nil }
        }
        var marks = kpis.map { _ in Mark.new }
        for start in kpis.indices where marks[start] == .new {
            var path = [(kpi: start, next: 0)]
            marks[start] = .open
            while let (kpi, next) = path.last {
                guard next < references[kpi].count else {
                    marks[kpi] = .done
                    indices.append(kpi)
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let reference = references[kpi][next]
                guard let target = known[reference.text] else { continue }
                switch marks[target] {
                case .done: break
                case .open: report(path.map(\.kpi), closedBy: reference, to: target, kpis)
                case .new:
                    marks[target] = .open
                    path.append((target, 0))
                }
            }
        }
    }

    private mutating func report(
        _ path: [Int], closedBy reference: Name, to target: Int, _ kpis: [KPIDeclaration]
    ) {
        let members = path.drop { $0 != target }
        cyclic.formUnion(members)
        let course = (members + [target]).map { "`\(kpis[$0].name.text)`" }
        diagnostics.append(
            Diagnostic(
                .cycle, "`\(kpis[target].name.text)` is computed from itself", at: reference.range,
                course.joined(separator: " needs "),
                help: "take one of these references out"))
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
        case .literal, .name, .among: false
        }
    }

    /// The names that stand outside calls: other KPIs and params.
    var references: [Name] {
        switch form {
        case .name(let text): [Name(text: text, range: range)]
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
