import Plans

// Whether a value grows with its window.
extension KPIPlan {
    /// 1: twice the window gives twice the value, as of a count. 0: it does not matter, as of a
    /// mean. nil: neither, as of a greatest value.
    func growth(in plan: Plan) -> Int? {
        var known: [String: Int?] = [:]
        return growth(of: value, plan, &known)
    }

    /// - Parameter known: of KPIs, by their names.
    private func growth(
        of value: ValueExpression, _ plan: Plan, _ known: inout [String: Int?]
    ) -> Int? {
        switch value {
        case .aggregate(let place), .rest(let place, _):
            return Self.growth[aggregates[place].function]
        case .number: return 0
        case .kpi(let name), .group(_, let name), .groups(_, let name):
            if let growth = known[name] { return growth }
            let growth = plan.kpi(name).flatMap { $0.growth(of: $0.value, plan, &known) }
            known[name] = .some(growth)
            return growth
        case .negated(let inner): return growth(of: inner, plan, &known)
        case .arithmetic(let left, let sign, let right):
            guard let l = growth(of: left, plan, &known), let r = growth(of: right, plan, &known)
            else { return nil }
            return switch sign {
            case .add, .subtract: l == r ? l : nil
            case .multiply: l + r
            case .divide: l - r
            }
        }
    }

    /// Of functions by their names; of all others it is not known.
    private static let growth: [String: Int] = [
        "count": 1, "sum": 1, "increase": 1, "mean": 0, "share": 0, "nps": 0, "csat": 0, "ces": 0,
        "quantile": 0, "stddev": 0, "sum_of_latest": 0, "mean_of_latest": 0, "min_of_latest": 0,
        "max_of_latest": 0,
    ]
}
