import Calendars
public import Model
public import PluginKit

extension KPIPlan {
    /// How its window is cut into panes.
    public var shape: PaneShape {
        period == nil ? PaneShape(over: over, every: every) : PaneShape(ofPeriodEvery: every)
    }

    /// As the rule language writes it: `over 1h every 1m`, `per closed day in "Europe/Paris" every
    /// 15m`.
    public var window: String {
        guard let period else { return "over \(over) every \(every)" }
        return "per \(period.isClosedOnly ? "closed " : "")\(period.period) every \(every)"
    }
}

extension PeriodPlan {
    /// In the longest of its periods.
    public func panes(every: Interval) -> Int {
        Int(period.longest.nanoseconds / every.nanoseconds)
    }
}
