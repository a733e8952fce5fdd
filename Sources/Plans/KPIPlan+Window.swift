import Calendars
public import Model
public import PluginKit

extension KPIPlan {
    /// How its window is cut into panes.
    public var shape: PaneShape {
        period == nil
            ? PaneShape(over: over, every: every, settle: settle)
            : PaneShape(ofPeriodEvery: every, settle: settle)
    }

    /// As the rule language writes it: `over 1h every 1m`, `per closed day in "Europe/Paris" every
    /// 15m`.
    public var window: String {
        let settled = settle == .zero ? "" : " settle \(settle)"
        guard let period else { return "over \(over) every \(every)" + settled }
        let kind = period.isClosedOnly ? "closed " : ""
        return "per \(kind)\(period.period) every \(every)" + settled
    }
}

extension PeriodPlan {
    /// In the longest of its periods.
    public func panes(every: Interval) -> Int {
        Int(period.longest.nanoseconds / every.nanoseconds)
    }
}
