import Model
import PluginKit

// From when until when what was judged last goes, and where in it there were events.
extension Panel {
    var judgedWindow: Range<Timestamp> {
        let start = period?.panes.lowerBound ?? closed - Int64(shape.window)
        return time(of: min(start, closed))..<time(of: closed)
    }

    /// Between the start of the first pane and the end of the last in which the row has events;
    /// nil: there are none, or the window is one of the calendar, which does not keep its panes.
    ///
    /// - Complexity: O(panes of the window).
    func events(of row: Int) -> Range<Timestamp>? {
        guard period == nil else { return nil }
        let newest = gate.pointee.newest[row]
        let panes = (closed - Int64(shape.window)..<closed).filter { pane in
            pane <= newest && gate.pointee.touched[row * shape.ring + shape.slot(pane)]
        }
        guard let first = panes.first, let last = panes.last else { return nil }
        return time(of: first)..<time(of: last + 1)
    }

    private func time(of pane: Int64) -> Timestamp {
        Timestamp(nanoseconds: pane * shape.every.nanoseconds)
    }
}
