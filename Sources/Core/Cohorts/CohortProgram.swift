import Model
import Plans

/// Events that may be followed, what follows them, and the stores that count those which were.
struct CohortProgram: Sendable {
    let panel: Int
    /// Of that panel.
    let stores: [Int]
    /// Streams, by index.
    let opener: Int
    let follower: Int
    /// Of the events that may be followed.
    let filter: Predicate
    let follow: FollowPlan
    /// The KPIs that ask.
    let kpis: [String]
    /// What makes it the same cohort over a reload.
    let key: Key

    struct Key: Equatable, Sendable {
        var panel: PanelProgram.Key
        var filter: Predicate
        var follow: FollowPlan
        var opener: StreamPlan
        var follower: StreamPlan
    }

    var on: [String] { follow.on }

    /// How old a follower may be when it comes.
    var late: Interval { key.follower.late }

    /// How long an opener may have to wait for one.
    var wait: Interval { follow.within + late }

    /// Those of one panel, in the order of their stores.
    static func all(of place: Int, in panels: [PanelProgram], _ plan: Plan) -> [CohortProgram] {
        let stores = panels[place].stores
        var seen: [AggregatePlan] = []
        return stores.compactMap { store in
            guard let follow = store.aggregate.follow,
                !seen.contains(where: { $0.isOfCohort(of: store.aggregate) })
            else { return nil }
            seen.append(store.aggregate)
            let same = stores.indices.filter {
                stores[$0].aggregate.isOfCohort(of: store.aggregate)
            }
            return CohortProgram(
                panel: place, panels[place], stores: same, store.aggregate, follow, plan)
        }
    }

    private init(
        panel place: Int, _ panel: PanelProgram, stores: [Int], _ aggregate: AggregatePlan,
        _ follow: FollowPlan, _ plan: Plan
    ) {
        guard let opener = plan.streams.firstIndex(where: { $0.name == aggregate.stream }),
            let follower = plan.streams.firstIndex(where: { $0.name == follow.stream })
        else { preconditionFailure("the plan follows a stream that there is not: \(follow)") }
        self.panel = place
        self.stores = stores
        self.opener = opener
        self.follower = follower
        self.follow = follow
        filter = aggregate.filter
        kpis = panel.kpis.filter { name in
            plan.kpi(name)?.aggregates.contains { $0.isOfCohort(of: aggregate) } == true
        }
        key = Key(
            panel: panel.key, filter: aggregate.filter, follow: follow,
            opener: plan.streams[opener], follower: plan.streams[follower])
    }
}

extension AggregatePlan {
    /// Whether both count what followed the same events, in whatever way.
    fileprivate func isOfCohort(of other: AggregatePlan) -> Bool {
        follow != nil && follow == other.follow && stream == other.stream && filter == other.filter
    }
}
