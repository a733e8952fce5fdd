import Model
import Plans

/// The groups of a KPI that are moments of truth: of one that is grouped by stage.
struct Moments: Sendable {
    /// Of the tag among those of a group.
    private let place: Int
    private let names: Set<String>
    private let kano: Kano?

    /// nil: no group is one by its name.
    init?(_ kpi: KPIPlan, in plan: Plan) {
        names = Set(plan.momentsAmongGroups(of: kpi))
        guard !names.isEmpty, let place = kpi.by.firstIndex(of: KPIPlan.stageTag) else {
            return nil
        }
        self.place = place
        kano = kpi.kano
    }

    func weighed(_ severity: Severity, in group: [String]) -> Severity {
        names.contains(group[place])
            ? severity.weighed(atMomentOfTruth: true, kano) : severity
    }
}

// How bad a state is as it is told. Machines know the rungs as the rule has them.
extension Engine {
    func told(_ state: AlertState, _ alert: Int, row: Int) -> AlertState {
        guard case .firing(let severity) = state else { return state }
        return .firing(told(severity, alert, row: row))
    }

    private func told(_ severity: Severity, _ alert: Int, row: Int) -> Severity {
        let alert = program.alerts[alert]
        guard let moments = alert.moments else { return severity }
        let group = state.panels[program.kpis[alert.kpi].panel].groups.values[row]
        return moments.weighed(severity, in: group)
    }

    /// How bad a state is that is told so; nil for states that are not.
    func severity(of told: AlertState, _ judged: Judged) -> Severity? {
        switch told {
        case .ok, .pending: return nil
        case .firing(let severity): return severity
        case .noData:
            guard case .alarm(let severity, _) = program.alerts[judged.alert].plan.noData else {
                return nil
            }
            return self.told(severity, judged.alert, row: judged.row)
        }
    }
}
