import Model
import Plans

// What must follow an event, and how long that is waited for.
extension Narrator {
    /// `, that were followed within 7d by a `contact` with the same `customer_id``.
    func following(_ aggregate: AggregatePlan) -> String {
        aggregate.follow.map {
            say(", that were followed within ", ", suivis en moins de ") + words($0)
        } ?? ""
    }

    func notFollowing(_ aggregate: AggregatePlan) -> String {
        aggregate.follow.map {
            say(", that were not followed within ", ", non suivis en moins de ") + words($0)
        } ?? ""
    }

    private func words(_ follow: FollowPlan) -> String {
        let filter =
            follow.filter == .always
            ? "" : say(" where ", " où ") + words(follow.filter, of: follow.stream)
        let on = list(follow.on.map { "`\($0)`" })
        return length(follow.within)
            + say(
                " by a `\(follow.stream)` with the same \(on)",
                " d'un `\(follow.stream)` de même \(on)") + filter
    }

    func settling(of kpi: KPIPlan) -> String {
        let time = length(kpi.settle)
        return say(
            "A window is judged \(time) after its end: until then its value may change.",
            "Une fenêtre est jugée \(time) après sa fin\u{A0}: d'ici là, sa valeur peut changer.")
    }
}
