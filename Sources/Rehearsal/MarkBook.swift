public import Core
public import Model

/// The incidents of the alerts on one KPI, noted from the engine's effects, as pictures mark them: a
/// mark for each severity that an incident had.
public struct MarkBook: Sendable {
    private let kpi: String
    private var marks: [Labels: [Picture.Mark]] = [:]
    /// Of each incident, where its last mark lies.
    private var open: [String: Int] = [:]

    public init(of kpi: String) { self.kpi = kpi }

    public mutating func hear(_ effect: Effect) {
        guard case .transition(let step) = effect, step.kpi == kpi else { return }
        if let place = open.removeValue(forKey: step.incident) {
            marks[step.group]?[place].to = step.time
        }
        guard case .firing(let severity) = step.to else { return }
        open[step.incident] = marks[step.group]?.count ?? 0
        marks[step.group, default: []].append(
            Picture.Mark(alert: step.alert, severity: severity, from: step.time, to: nil))
    }

    /// In the order in which they began.
    public subscript(group: Labels) -> [Picture.Mark] { marks[group] ?? [] }
}
