import Model
import PluginKit

extension Panel {
    /// Folds one sample by itself, whenever it was.
    func fold(_ sample: Sample, times: Int, into places: [Int], row: Int) {
        let pane = sample.time.paneIndex(of: shape.every)
        switch open(row: row, pane: pane) {
        case .beyond: return
        case .open:
            for place in places { stores[place].fold(sample, times: times, row: row, pane: pane) }
        case .late:
            for place in places {
                stores[place].foldLate(sample, times: times, row: row, pane: pane)
            }
        }
    }
}
