import Plans
import PluginKit
import Statistics

/// What the rules ask of how sure KPIs are: for each KPI by name, each confidence once.
///
/// Of a KPI that nobody asks of, nothing is computed and nothing more is folded.
struct Assurances {
    private(set) var byKPI: [String: [Confidence]] = [:]
    /// KPIs of which it must be known how sure they were.
    private(set) var ofPast: Set<String> = []

    /// - Parameter questions: what somebody asks beside the rules.
    init(_ plan: Plan, with registry: Registry, beside questions: [String: Confidence] = [:]) {
        for kpi in plan.kpis { if let asked = questions[kpi.name] { add(asked, kpi.name) } }
        for alert in plan.alerts {
            for condition in alert.conditions {
                for assurance in condition.assurances {
                    ask(assurance.confidence, assurance.sides.flatMap(\.parts), alert.kpi)
                }
            }
            // Detectors want to know how much of what they see is the chance of few samples; not at
            // the price of folding more for every KPI that they watch.
            if alert.asksDetectors, plan.isMeasured(alert.kpi, with: registry) {
                add(.standardError, alert.kpi)
            }
        }
        // What a KPI refers to is declared by its name, wherever; circles are refused.
        var names = plan.kpis.map(\.name)
        while let name = names.popLast() {
            guard let asked = byKPI[name], let kpi = plan.kpi(name) else { continue }
            for other in kpi.value.references {
                let before = byKPI[other]?.count
                for confidence in asked { add(confidence, other) }
                if byKPI[other]?.count != before { names.append(other) }
            }
        }
    }

    private mutating func ask(_ confidence: Confidence, _ parts: [Quantity], _ own: String) {
        for part in parts {
            switch part {
            case .kpi(let name): add(confidence, name)
            case .ago, .before:
                add(.standardError, own)
                ofPast.insert(own)
            default: break
            }
        }
        // Its interval stands in the message, whatever is compared.
        add(confidence, own)
    }

    private mutating func add(_ confidence: Confidence, _ kpi: String) {
        if byKPI[kpi]?.contains(confidence) == true { return }
        byKPI[kpi, default: []].append(confidence)
    }
}

extension Confidence {
    /// Whose interval reaches one standard error to each side.
    static let standardError = Confidence(error: normalAbove(1), looks: .each)

    /// How many standard errors past a limit is sure enough.
    ///
    /// - Parameters:
    ///   - samples: of the window.
    ///   - needs: fewer are not judged.
    func reach(samples: Int, needs: Int) -> Double {
        switch looks {
        case .each: reachAtOneLook(error: error)
        case .all:
            reachAtAllLooks(
                error: error, samples: Double(samples), tuned: tuning(needs: needs, error: error))
        }
    }
}

extension Plan {
    /// Whether the folds of a KPI know by themselves how sure it is.
    fileprivate func isMeasured(_ name: String, with registry: Registry) -> Bool {
        guard let kpi = kpi(name) else { return false }
        return kpi.family(self.kpi, through: \.value.references).allSatisfy { member in
            member.aggregates.allSatisfy {
                registry.function($0.function)?.description.isMeasured == true
            }
        }
    }
}
