import Plans

/// A plan in which a name is found without a search: programs have tens of thousands.
struct PlanPlaces {
    let plan: Plan
    private let kpiPlaces: [String: Int]
    private let alertPlaces: [String: Int]

    init(_ plan: Plan) {
        self.plan = plan
        kpiPlaces = Self.places(plan.kpis.map(\.name))
        alertPlaces = Self.places(plan.alerts.map(\.name))
    }

    private static func places(_ names: [String]) -> [String: Int] {
        Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    }

    var kpis: [KPIPlan] { plan.kpis }
    var alerts: [AlertPlan] { plan.alerts }

    func place(ofKPI name: String) -> Int? { kpiPlaces[name] }
    func place(ofAlert name: String) -> Int? { alertPlaces[name] }
    func kpi(_ name: String) -> KPIPlan? { kpiPlaces[name].map { plan.kpis[$0] } }

    /// The streams that a KPI is computed from, by itself or through those that it refers to.
    func streams(of kpi: KPIPlan) -> Set<String> {
        kpi.streams(self.kpi, through: \.value.everyReference)
    }

    func table(_ name: String) -> TablePlan? { plan.table(name) }
}
