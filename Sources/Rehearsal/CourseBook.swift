public import Core
public import Model
public import Plans
import PluginKit

/// The courses of some KPIs, noted from pane end to pane end.
public struct CourseBook: Sendable {
    private let kpis: [KPIPlan]
    private var places: [[Labels: Int]]
    /// By KPI in the order asked for, then by group in the order of first sight.
    public private(set) var courses: [[Course]]

    public init(of kpis: [KPIPlan]) {
        self.kpis = kpis
        places = kpis.map { _ in [:] }
        courses = kpis.map { _ in [] }
    }

    /// Notes what changed since the last time.
    public mutating func note(_ engine: borrowing Engine, at time: Timestamp) {
        for (index, kpi) in kpis.enumerated() {
            for (group, reading) in engine.readings(of: kpi.name) {
                let place = place(of: group, index)
                let last = courses[index][place].points.last
                let hasChanged = last.map { $0.value != reading.value } ?? (reading.value != nil)
                guard hasChanged || last.map({ $0.samples != reading.samples }) ?? false else {
                    continue
                }
                courses[index][place].points.append(
                    Course.Point(time: time, value: reading.value, samples: reading.samples))
            }
        }
    }

    private mutating func place(of group: Labels, _ index: Int) -> Int {
        if let known = places[index][group] { return known }
        places[index][group] = courses[index].count
        courses[index].append(
            Course(kpi: kpis[index].name, unit: kpis[index].unit, group: group))
        return courses[index].count - 1
    }

    public subscript(kpi: String) -> [Course] {
        kpis.firstIndex { $0.name == kpi }.map { courses[$0] } ?? []
    }
}
