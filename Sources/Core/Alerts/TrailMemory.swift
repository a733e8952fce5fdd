import Model
import PluginKit

/// The last values of each group of an alert's KPI, coarsely: what a message shows of how it came
/// to this.
struct TrailMemory: Equatable {
    /// Between two values.
    let step: Interval
    private var rows: [Row?] = []

    private struct Row: Equatable {
        /// The step of the last value.
        var newest: Int64
        /// The newest last; not a number: there was no value.
        var values: [Float]

        mutating func replaceLast(by number: Float) { values[values.count - 1] = number }

        mutating func append(_ number: Float, at index: Int64) {
            let most = Int64(Limits.trailValues)
            let last = values[values.count - 1]
            for _ in 0..<min(index - newest - 1, most) { values.append(last) }
            values.append(number)
            values.removeFirst(max(0, values.count - Int(most)))
            newest = index
        }
    }

    /// Three windows, or as many values as are kept where that is longer.
    init(window: Interval, every: Interval) {
        let count = Int64(Limits.trailValues)
        let wanted = (window.nanoseconds / count &* 3) / every.nanoseconds
        step = Interval(nanoseconds: every.nanoseconds * max(1, wanted))
    }

    /// A value that was not judged anew is as it was: so the steps between are filled with it.
    mutating func note(_ value: Double?, row: Int, at time: Timestamp) {
        guard row < Limits.trailsPerAlert else { return }
        makeRoom(for: row)
        let index = time.paneIndex(of: step)
        let number = value.map(Float.init) ?? .nan
        guard let newest = rows[row]?.newest else {
            return rows[row] = Row(newest: index, values: [number])
        }
        guard index > newest else {
            if index == newest { rows[row]?.replaceLast(by: number) }
            return
        }
        rows[row]?.append(number, at: index)
    }

    /// Up to the value that was noted last; nil: that is the only one.
    func trail(row: Int) -> Trail? {
        guard row < rows.count, let known = rows[row], known.values.count > 1 else { return nil }
        return Trail(
            end: Timestamp(nanoseconds: known.newest * step.nanoseconds), step: step,
            values: known.values.map { $0.isNaN ? nil : Double($0) })
    }

    mutating func inherit(_ other: TrailMemory, row: Int, as place: Int) {
        guard step == other.step, row < other.rows.count, place < Limits.trailsPerAlert else {
            return
        }
        makeRoom(for: place)
        rows[place] = other.rows[row]
    }

    private mutating func makeRoom(for row: Int) {
        if rows.count <= row { rows += Array(repeating: nil, count: row + 1 - rows.count) }
    }
}

extension TrailMemory {
    func save(to writer: inout ByteWriter) {
        writer.write(UInt32(rows.count))
        for row in rows {
            writer.write(UInt8(row?.values.count ?? 0))
            guard let row else { continue }
            writer.write(row.newest)
            for value in row.values { writer.write(value.bitPattern) }
        }
    }

    mutating func load(from reader: inout ByteReader) throws(DamagedBytes) {
        let count = Int(try reader.integer(UInt32.self))
        guard count <= Limits.trailsPerAlert else {
            throw DamagedBytes("more trails than are kept")
        }
        for _ in 0..<count {
            let length = Int(try reader.integer(UInt8.self))
            guard length > 0 else {
                rows.append(nil)
                continue
            }
            guard length <= Limits.trailValues else {
                throw DamagedBytes("a trail that is too long")
            }
            var row = Row(newest: try reader.integer(), values: [])
            guard abs(row.newest / 2) < Int64.max / 4 / step.nanoseconds else {
                throw DamagedBytes("a time beyond all times")
            }
            for _ in 0..<length {
                row.values.append(Float(bitPattern: try reader.integer()))
            }
            rows.append(row)
        }
    }
}

extension Engine {
    func trail(of judged: Judged) -> Trail? { state.trails[judged.alert].trail(row: judged.row) }
}
