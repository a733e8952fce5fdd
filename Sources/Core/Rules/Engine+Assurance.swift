import Model
import Plans
import PluginKit
import Statistics

// How sure KPIs are, for those whose rules ask.
extension Engine {
    /// Between what the value of a KPI lies, for each confidence that is asked of it; nil: not
    /// known.
    func ranges(of kpi: KPIProgram, _ row: Int, _ reading: Reading) -> [ClosedRange<Double>?] {
        let panel = state.panels[kpi.panel]
        guard let value = reading.value, let expression = kpi.estimate else {
            return kpi.confidences.map { _ in nil }
        }
        let counts = kpi.stores.map { panel.read($0, row: row).samples }
        let wholes = kpi.measures.map { panel.whole($0, row: row) }
        return kpi.confidences.map { confidence in
            let parts = LinkedEstimate.Parts(
                z: confidence.reach(samples: reading.samples, needs: kpi.needs),
                wholes: wholes, counts: counts,
                references: kpi.references.map { estimate(of: $0, kpi.panel, row, confidence) })
            return expression.estimate(parts).map { min($0.low, value)...max($0.high, value) }
        }
    }

    private func estimate(
        of reference: Reference, _ panel: Int, _ row: Int, _ confidence: Confidence
    ) -> Estimate? {
        let ours = state.panels[panel].groups.values[row]
        let theirs = reference.theirs(for: ours)
        return state.panels[program.kpis[reference.kpi].panel].groups.row(of: theirs)
            .flatMap { estimate(of: reference.kpi, $0, confidence) }
    }

    /// A KPI's value at its latest pane end with its range.
    private func estimate(of kpi: Int, _ row: Int, _ confidence: Confidence) -> Estimate? {
        guard let value = state[kpi, row]?.value,
            let place = program.kpis[kpi].confidences.firstIndex(of: confidence),
            let range = state.range(kpi, row, place)
        else { return nil }
        return Estimate(value, range.lowerBound, range.upperBound)
    }

    /// The standard error of a KPI's value; nil: not known, or nobody asked.
    func error(of kpi: Int, _ row: Int) -> Double? {
        guard let place = program.kpis[kpi].confidences.firstIndex(of: .standardError),
            let range = state.range(kpi, row, place)
        else { return nil }
        let error = (range.upperBound - range.lowerBound) / 2
        return error.isFinite ? error : nil
    }

    /// The standard errors of what an alert looks at, by its place there, as far as it is no KPI
    /// and nothing that was learnt.
    func errors(of alert: AlertProgram, _ row: Int, at time: Timestamp, _ peers: Peers?)
        -> [Double?]
    {
        alert.looks.map { look in
            switch look {
            case .table: 0
            case .ago(let length): state.past(alert.kpi, row)?.error(at: time - length)
            case .before(let newest, _):
                marked(newest, alert, row).flatMap { state.past(alert.kpi, row)?.error(at: $0) }
            case .peers: peers?.error
            case .kpi, .slope, .baseline, .forecast: nil
            }
        }
    }

    /// How sure all is that an alert sees, for each confidence that its conditions ask.
    func sureties(of alert: AlertProgram, _ row: Int, _ sight: Sight) -> [Surety] {
        let panel = program.kpis[alert.kpi].panel
        let needs = program.kpis[alert.kpi].needs
        return alert.confidences.map { confidence in
            let z = confidence.reach(samples: sight.own.samples, needs: needs)
            let looks = alert.looks.indices.map { place -> Estimate? in
                if case .kpi(let reference) = alert.looks[place] {
                    return estimate(of: reference, panel, row, confidence)
                }
                guard let value = sight.looks[place].value, let error = sight.errors[place] else {
                    return nil
                }
                return error == 0
                    ? Estimate(exactly: value) : Estimate(value, error: error, reaching: z)
            }
            return Surety(own: estimate(of: alert.kpi, row, confidence), looks: looks)
        }
    }
}

/// What an alert sees at one confidence; nil: how sure it is, is not known.
struct Surety {
    var own: Estimate?
    /// By its place among what the alert looks at.
    var looks: [Estimate?]
}

extension AlertProgram {
    /// Between what the value lies, as sure as that rung has to be; nil: it need not be sure.
    func assurance(in state: AlertState, _ sight: Sight) -> Notification.Assurance? {
        guard let place = condition(in: state)?.assurance, place < sight.sureties.count,
            let own = sight.sureties[place].own
        else { return nil }
        return Notification.Assurance(
            low: own.low, high: own.high, level: confidences[place].level)
    }
}

extension LinkedQuantity {
    /// nil: not known.
    func estimate(_ sight: Sight, _ surety: Surety) -> Estimate? {
        switch self {
        case .value: return surety.own
        case .samples: return Estimate(exactly: Double(sight.own.samples))
        case .look(let index): return surety.looks[index]
        case .number(let number): return Estimate(exactly: number)
        case .negated(let inner): return inner.estimate(sight, surety).map { -$0 }
        case .arithmetic(let left, let sign, let right):
            guard let l = left.estimate(sight, surety), let r = right.estimate(sight, surety) else {
                return nil
            }
            return sign.apply(l, r)
        }
    }
}

extension Comparison {
    /// Whether it holds wherever in their ranges both sides are, as far as their difference tells.
    func surelyHolds(_ left: Estimate, _ right: Estimate) -> Bool {
        let difference = left - right
        return switch self {
        case .less: difference.high < 0
        case .lessOrEqual: difference.high <= 0
        case .greater: difference.low > 0
        case .greaterOrEqual: difference.low >= 0
        case .equal, .notEqual: false
        }
    }
}
