public import Core
public import Model

/// The incidents of the alerts on one KPI, noted from the engine's effects, as pictures show them:
/// a flag for each severity that an incident had.
public struct FlagBook: Sendable {
    private let kpi: String
    private var flags: [Labels: [Picture.Flag]] = [:]
    /// Of each incident, where its last flag lies.
    private var open: [String: Int] = [:]

    public init(of kpi: String) { self.kpi = kpi }

    public mutating func hear(_ effect: Effect) {
        guard case .transition(let step) = effect, step.kpi == kpi else { return }
        if let place = open.removeValue(forKey: step.incident) {
            flags[step.group]?[place].to = step.time
        }
        guard case .firing(let severity) = step.to else { return }
        open[step.incident] = flags[step.group]?.count ?? 0
        flags[step.group, default: []].append(
            Picture.Flag(alert: step.alert, severity: severity, from: step.time, to: nil))
    }

    /// In the order in which they began.
    public subscript(group: Labels) -> [Picture.Flag] { flags[group] ?? [] }
}
