import Model
import Plans
import PluginKit

extension Panel {
    /// The windows of one store that have ended and not settled yet, the oldest first.
    func unsettled(_ store: Int, row: Int) -> [Reading] {
        guard program.key.period == nil else { return [] }
        let copy = program.stores[store].function.makePanes(
            program.stores[store].aggregate.arguments, shape)
        copy.reserve(rows: row + 1)
        copy.load(row: row, from: stores[store].frozen(), of: self)
        return (0..<shape.settle).map { copy.read(row: row, end: closed + 1 + Int64($0)) }
    }
}

extension PaneStore {
    /// Takes over a row of another store of the same panel.
    func load(row: Int, from panes: FrozenPanes, of panel: Panel) {
        var writer = ByteWriter()
        let newest = panel.gate.pointee.newest[row]
        panes.save(row, panel.shape.live(closed: panel.closed, newest: newest), &writer)
        var reader = ByteReader(writer.bytes)
        do throws(DamagedBytes) { try load(row: row, from: &reader) } catch {
            preconditionFailure("what was just saved is damaged: \(error.reason)")
        }
    }
}
