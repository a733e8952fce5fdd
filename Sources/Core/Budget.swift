import Model
import Plans
import PluginKit

/// How much memory rules will take, in bytes: what is kept, by what it is for.
///
/// An estimate of the state at work, with all panes of the windows filled: short texts, keys of
/// about `Budget.keyBytes`, the allocator's own rounding. While a checkpoint is written, what
/// changes is held twice.
public struct Budget: Equatable, Sendable {
    /// How much there will be of what the rules do not say.
    public struct Load: Sendable {
        public var series: Int
        /// Of each KPI that has any, as far as its limit allows.
        public var groups: Int
        /// In a pane of one group.
        public var samples: Int

        public init(series: Int, groups: Int, samples: Int) {
            self.series = series
            self.groups = groups
            self.samples = samples
        }
    }

    public var series: Int
    public var groups: Int
    /// The process with no state: its code, its threads, the libraries.
    public static let process = 40 << 20
    /// Bytes of `measurement,tags`.
    static let keyBytes = 64

    public var total: Int { Budget.process + series + groups }
}

extension Program {
    public func budget(for load: Budget.Load) -> Budget {
        Budget(
            series: bytes(ofSeries: load.series),
            groups: panels.reduce(0) { $0 + bytes(of: $1, load) }
                + alerts.reduce(0) { $0 + bytes(of: $1, load) }
                + kpis.reduce(0) { $0 + bytes(ofDoubts: $1, load) }
                + cohorts.reduce(0) { $0 + bytes(of: $1, load) })
    }

    /// Events that wait for others to follow them, were there as many of them as of samples.
    private func bytes(of cohort: CohortProgram, _ load: Budget.Load) -> Int {
        let panel = panels[cohort.panel]
        let panes = cohort.wait.nanoseconds / panel.key.shape.every.nanoseconds + 1
        let waiting = panel.rows(under: load) * load.samples * Int(panes)
        return min(waiting, Limits.openersPerKPI) * Limits.bytesPerOpener
    }

    /// Between what each value lies.
    private func bytes(ofDoubts kpi: KPIProgram, _ load: Budget.Load) -> Int {
        guard !kpi.confidences.isEmpty else { return 0 }
        return panels[kpi.panel].rows(under: load) * (40 + 24 * kpi.confidences.count)
    }

    /// What an alert learns of its groups.
    private func bytes(of alert: AlertProgram, _ load: Budget.Load) -> Int {
        let norms = alert.norms.reduce(0) { $0 + Norm.bytes(weeks: $1) }
        let detections = alert.detections.reduce(0) { $0 + $1.bytesPerGroup }
        let usual =
            alert.causes.map {
                panels[$0.now.panel].rows(under: load) * CauseMemory.bytes(isRatio: $0.plan.isRatio)
            } ?? 0
        return panels[kpis[alert.kpi].panel].rows(under: load) * (norms + detections) + usual
    }

    /// A record, at most half of the slots of its index, a place in the router and a route to each
    /// panel of a stream; arrays that grow are a quarter empty.
    private func bytes(ofSeries series: Int) -> Int {
        let routes = streams.map { stream in
            panels.count { $0.key.streams.contains(stream.plan.name) }
        }
        let most = routes.max() ?? 0
        let record = Budget.keyBytes + 8
        let place = MemoryLayout<Router.Series>.stride + most * MemoryLayout<Router.Route>.stride
        return series * (record + place * 5 / 4) + nextPower(of: series * 2) * 8
    }

    private func bytes(of panel: PanelProgram, _ load: Budget.Load) -> Int {
        let rows = panel.rows(under: load)
        let shape = panel.key.shape
        let folds = panel.stores.reduce(0) { $0 + $1.bytesPerRow(shape) }
        let held = panel.key.period?.panes(every: shape.every)
        let heap = panel.stores.reduce(0) {
            $0 + $1.heapPerRow(shape, in: held ?? shape.window, load.samples)
        }
        // The group's name, twice; in each pane of the window a mark; a value for each KPI.
        let name = 80 + 16 * panel.key.by.count
        let marks = 5 * (shape.window + shape.settle + 1)
        let values = 40 * panel.kpis.count
        // Memory of rows is got in doublings.
        return nextPower(of: rows) * (folds + shape.ring + 8)
            + rows * (heap + name + marks + values)
    }
}

extension PanelProgram {
    fileprivate func rows(under load: Budget.Load) -> Int {
        key.by.isEmpty ? 1 : min(load.groups, key.groupLimit)
    }
}

extension StoreProgram {
    fileprivate func bytesPerRow(_ shape: PaneShape) -> Int {
        let store = function.makePanes(aggregate.arguments, shape)
        store.reserve(rows: 16)
        return store.bytes / 16
    }

    /// In each pane, and once for all of them.
    fileprivate func heapPerRow(_ shape: PaneShape, in panes: Int, _ samples: Int) -> Int {
        let heap = function.description.heap
        return (shape.window + 1) * heap(samples) + heap(samples * panes)
    }
}

/// The least power of two that is not less; at least 4.
private func nextPower(of count: Int) -> Int {
    var power = 4
    while power < count { power *= 2 }
    return power
}
