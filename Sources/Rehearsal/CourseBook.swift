public import Core
public import Model
public import Plans
import PluginKit

/// The courses of some KPIs, noted from pane end to pane end.
public struct CourseBook: Sendable {
    private let kpis: [KPIPlan]
    /// By whose hours it is learnt what is usual; nil: that is not asked.
    private let season: Season?
    /// How sure each value is to be noted with it, as the engine's program was asked; nil: it is
    /// not.
    public var confidence: Confidence?
    private var norms: [[Norm]]
    private var places: [[Labels: Int]]
    /// By KPI in the order asked for, then by group in the order of first sight.
    public private(set) var courses: [[Course]]

    /// - Parameter season: by whose hours it learns what is usual, as `baseline(4w)` would; nil: it
    ///   does not.
    public init(of kpis: [KPIPlan], season: Season? = nil) {
        self.kpis = kpis
        self.season = season
        norms = kpis.map { _ in [] }
        places = kpis.map { _ in [:] }
        courses = kpis.map { _ in [] }
    }

    /// Notes what changed since the last time.
    public mutating func note(_ engine: borrowing Engine, at time: Timestamp) {
        for (index, kpi) in kpis.enumerated() {
            let ranges = confidence.map { engine.ranges(of: kpi.name, $0) }
            for (row, (group, reading)) in engine.readings(of: kpi.name).enumerated() {
                let place = place(of: group, index)
                if let season { learn(reading, index, place, at: time, season) }
                let last = courses[index][place].points.last
                let hasChanged = last.map { $0.value != reading.value } ?? (reading.value != nil)
                guard hasChanged || last.map({ $0.samples != reading.samples }) ?? false else {
                    continue
                }
                courses[index][place].points.append(
                    Course.Point(
                        time: time, value: reading.value, samples: reading.samples,
                        range: ranges?[row]))
            }
        }
    }

    /// Notes what has not settled, at the times at which it would be judged. The last to be noted.
    public mutating func noteProvisional(_ engine: borrowing Engine) {
        for (index, kpi) in kpis.enumerated() where kpi.settle > .zero {
            for (group, values) in engine.provisional(of: kpi.name) {
                let place = place(of: group, index)
                for value in values { note(value, index, place) }
            }
        }
    }

    /// Where it changes, and at the first so that it is seen what is provisional.
    private mutating func note(_ value: Engine.Provisional, _ index: Int, _ place: Int) {
        if let last = courses[index][place].points.last {
            let isSame =
                last.value == value.reading.value && last.samples == value.reading.samples
            if last.isProvisional, isSame { return }
        } else if value.reading.value == nil {
            return
        }
        courses[index][place].points.append(
            Course.Point(
                time: value.time, value: value.reading.value, samples: value.reading.samples,
                isProvisional: true))
    }

    /// Once a step of the KPI, whatever else had the engine judge.
    private mutating func learn(
        _ reading: Reading, _ index: Int, _ place: Int, at time: Timestamp, _ season: Season
    ) {
        let kpi = kpis[index]
        guard time.aligned(to: kpi.every) == time, let value = reading.value,
            reading.samples >= kpi.fewest
        else { return }
        let hour = season.hour(until: time)
        let expected = norms[index][place].expected(at: hour)
        norms[index][place].learn(value, at: hour, time)
        let usual = Course.Usual(
            time: time, centre: expected?.centre, scale: expected?.scale)
        let last = courses[index][place].usual.last
        // Within an hour the scale moves too little to be seen.
        guard last.map({ $0.centre != usual.centre }) ?? true else { return }
        courses[index][place].usual.append(usual)
    }

    private mutating func place(of group: Labels, _ index: Int) -> Int {
        if let known = places[index][group] { return known }
        places[index][group] = courses[index].count
        norms[index].append(Norm(weeks: 4))
        courses[index].append(
            Course(kpi: kpis[index].name, unit: kpis[index].unit, group: group))
        return courses[index].count - 1
    }

    public subscript(kpi: String) -> [Course] {
        kpis.firstIndex { $0.name == kpi }.map { courses[$0] } ?? []
    }
}
