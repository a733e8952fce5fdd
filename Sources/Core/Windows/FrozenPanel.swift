import Model
import PluginKit

/// A panel as it was at one moment, to be saved by any thread while the panel goes on.
struct FrozenPanel: Sendable {
    let shape: PaneShape
    let closed: Int64
    let crowdedOut: Int
    let groups: [[String]]
    let newest: [Int64]
    let rowsTouched: [[Int32]]
    let rowsLate: Set<Int32>
    let heard: Set<Int32>
    let heardBefore: Set<Int32>
    let period: PanelPeriod?
    let stores: [FrozenPanes]

    func save<Failure: Error>(
        to writer: inout ByteWriter, afterEach drain: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        writer.write(closed)
        writer.write(Int64(crowdedOut))
        writer.write(UInt32(groups.count))
        for (row, group) in groups.enumerated() {
            writer.write(group)
            writer.write(newest[row])
            let live = shape.live(closed: closed, newest: newest[row])
            for store in stores { store.save(row, live, &writer) }
            try drain(&writer)
        }
        saveMarks(to: &writer)
        for rows in [rowsLate, heard, heardBefore] {
            writer.write(UInt32(rows.count))
            for row in rows.sorted() { writer.write(row) }
        }
        period?.save(to: &writer)
        try drain(&writer)
    }

    /// The rows that every pane of the ring has samples of.
    private func saveMarks(to writer: inout ByteWriter) {
        let ring = (closed - Int64(shape.window))...(closed + Int64(shape.ahead))
        let marked = ring.filter { !rowsTouched[shape.slot($0)].isEmpty }
        writer.write(UInt32(marked.count))
        for pane in marked {
            writer.write(pane)
            writer.write(UInt32(rowsTouched[shape.slot(pane)].count))
            for row in rowsTouched[shape.slot(pane)] { writer.write(row) }
        }
    }
}
