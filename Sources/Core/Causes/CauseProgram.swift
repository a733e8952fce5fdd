import Attribution
import Calendars
import Model
import Plans
import PluginKit

/// `explain by` of an alert, linked to the panels that tell its segments apart.
///
/// Two panels, of which nobody sees a value: one with the window of the KPI for what is, and one of
/// single hours, of which it is learnt what is usual. They are folded as all others; they are read
/// where an alert opens, and once an hour.
final class CauseProgram: Sendable {
    let plan: ExplanationPlan
    /// The tags of a leaf: those of the KPI's groups, then those by which is explained.
    let by: [String]
    /// How many are those of the KPI's groups.
    let groupTags: Int
    let now: Place
    let hour: Place
    let season: Season
    /// How long an hour waits before it is usual.
    let holdback: Interval
    /// How long a window is that slides; nil: it is a period of the calendar.
    let over: Interval?

    /// Where leaves are folded.
    struct Place: Sendable {
        let panel: Int
        /// In the order of the plan's aggregates.
        let stores: [Int]
    }

    init(
        _ plan: ExplanationPlan, of kpi: KPIPlan, season: Season, adding panels: inout PanelTable
    ) {
        self.plan = plan
        self.season = season
        var leaves = plan.leaves(of: kpi)
        by = leaves.by
        groupTags = kpi.by.count
        now = panels.placeLeaves(leaves, keeping: kpi.by.count)
        (leaves.over, leaves.every, leaves.period) = (.hours(1), .hours(1), nil)
        hour = panels.placeLeaves(leaves, keeping: kpi.by.count)
        holdback = min(kpi.over, Limits.longestHoldback)
        over = kpi.period == nil ? kpi.over : nil
    }

    /// What the samples of a leaf add; nil: a fold that does not tell.
    func tally(_ portions: [Portion?]) -> Tally? {
        func sum(_ terms: [ExplanationPlan.Term]) -> Double? {
            var sum = 0.0
            for term in terms {
                guard let portion = portions[term.aggregate] else { return nil }
                sum +=
                    term.factor
                    * (term.side == .numerator ? portion.numerator : portion.denominator)
            }
            return sum
        }
        guard let upper = sum(plan.numerator), let lower = sum(plan.denominator) else { return nil }
        return Tally(upper, over: lower)
    }

    /// The sums of the squares above and below.
    func squares(_ portions: [Portion?]) -> Tally {
        func sum(_ terms: [ExplanationPlan.Term]) -> Double {
            terms.reduce(0) { sum, term in
                guard let portion = portions[term.aggregate] else { return sum }
                let squares =
                    term.side == .denominator
                    ? portion.denominator : portion.squares ?? abs(portion.numerator)
                return sum + term.factor * term.factor * squares
            }
        }
        return Tally(sum(plan.numerator), over: sum(plan.denominator))
    }
}

extension Groups {
    /// The value of every tag by which what has no place of its own is told apart.
    static let others = "(others)"
}
