import Core
import Model
import Plans
import PluginKit

/// What was seen of one run: every transition, every message, every value of the KPIs in question.
struct Witness: Sendable {
    struct Message: Sendable {
        var time: Timestamp
        var contact: String
        var alert: String
        /// Summary and detail.
        var text: String
    }

    let start: Timestamp
    let end: Timestamp
    var transitions: [Transition] = []
    var messages: [Message] = []
    var book: CourseBook
    /// Events that did not count, and what was said of the first.
    var refused = 0
    var firstRefusal = ""

    init(from start: Timestamp, to end: Timestamp, watching kpis: [KPIPlan]) {
        self.start = start
        self.end = end
        book = CourseBook(of: kpis)
    }

    /// The groups that an alert judged, or told of an event in.
    func groups(of alert: String, in plan: Plan) -> [Labels] {
        var groups: [Labels] = []
        if let kpi = plan.alert(alert)?.kpi { groups = book[kpi].map(\.group) }
        for transition in transitions where transition.alert == alert {
            if !groups.contains(transition.group) { groups.append(transition.group) }
        }
        return groups
    }

    func story(of alert: String, _ group: Labels) -> [Transition] {
        transitions.filter { $0.alert == alert && $0.group == group }
    }
}
