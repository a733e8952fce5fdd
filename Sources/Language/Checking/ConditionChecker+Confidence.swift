import Model
import Plans
import PluginKit

// `value < 80% with confidence 95%`: whether anything there has an interval, and how often it is
// looked at.
extension ConditionChecker {
    mutating func confident(_ compared: Expression, _ assurance: Assurance) -> Condition? {
        guard let (share, _) = assurance.level.value.measured, share > 0.5, share < 1 else {
            report(
                .badArgument, "a confidence lies between 50% and 100%", at: assurance.level.range,
                "out of range", help: "write `with confidence 95%`")
            return nil
        }
        guard case .compare(let left, let comparison, let right)? = condition(compared) else {
            return nil
        }
        guard comparison != .equal, comparison != .notEqual else {
            report(
                .outOfPlace, "a value is surely above or below, and never surely the same",
                at: compared.range, "no side", help: "compare with `<` or `>`")
            return nil
        }
        guard let plan = kpi.plan, hasInterval([left, right], at: compared.range) else {
            return nil
        }
        return .confident(
            left, comparison, right,
            Confidence(
                error: (1e6 * (1 - share)).rounded() / 1e6,
                looks: assurance.looks ?? plan.standardLooks))
    }

    /// Whether one side is uncertain, and all that is uncertain knows how much.
    private mutating func hasInterval(_ sides: [Quantity], at range: SourceRange) -> Bool {
        let parts = sides.flatMap(\.parts)
        let doubts = parts.filter(\.isUncertain)
        guard !doubts.isEmpty else {
            report(
                .noInterval, "nothing here comes of samples, so it is as sure as can be", at: range,
                "no chance in it", help: "leave `with confidence` out")
            return false
        }
        for part in doubts {
            guard let fault = fault(of: part) else { continue }
            report(
                .noInterval, fault, at: range, "its interval is not known",
                help: "leave `with confidence` out, or ask of a share, a mean, a count or a median")
            return false
        }
        return true
    }

    /// Why nobody knows how sure it is; nil: it can be known.
    private func fault(of part: Quantity) -> String? {
        switch part {
        case .slope: "how sure a `slope` is cannot be told: its values share their samples"
        case .value, .ago, .before, .peers, .baseline, .forecast: names.unmeasured(in: kpi.name)
        case .kpi(let name): names.unmeasured(in: name)
        case .samples, .number, .table, .negated, .arithmetic: nil
        }
    }
}

extension Names {
    /// What of a KPI tells nothing of what did not come, in words; nil: all of it does.
    fileprivate func unmeasured(in kpi: String) -> String? {
        let family = kpis[kpi]?.plan?.family({ kpis[$0]?.plan }, through: \.value.references)
        return family?.lazy.compactMap(unmeasured).first
    }

    /// The same of what it has itself, without the KPIs that it refers to.
    private func unmeasured(in plan: KPIPlan) -> String? {
        for aggregate in plan.aggregates
        where functions.entries[aggregate.function]?.kind.isMeasured == false {
            return "`\(plan.name)` has no interval: samples do not tell how sure a "
                + "`\(aggregate.function)` is"
        }
        return plan.value.unmeasured.map {
            "`\(plan.name)` has no interval, because of `\($0)`"
        }
    }
}

extension ValueExpression {
    /// A statistic over groups, if there is one in it.
    fileprivate var unmeasured: String? {
        switch self {
        case .groups(let statistic, let name): "\(statistic.rawValue)(\(name))"
        case .aggregate, .rest, .number, .kpi, .group: nil
        case .negated(let inner): inner.unmeasured
        case .arithmetic(let left, _, let right): left.unmeasured ?? right.unmeasured
        }
    }
}

extension Quantity {
    /// Whether samples stand behind it, of which there could have been others.
    fileprivate var isUncertain: Bool {
        switch self {
        case .value, .kpi, .ago, .before, .slope, .peers, .baseline, .forecast: true
        case .samples, .number, .table, .negated, .arithmetic: false
        }
    }
}

extension KPIPlan {
    /// What `with confidence` means where a rule does not say: whoever judges more often than daily
    /// looks at the same samples again and again.
    fileprivate var standardLooks: Confidence.Looks {
        period?.isClosedOnly == true || every >= .days(1) ? .each : .all
    }
}
