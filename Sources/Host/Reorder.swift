import LineProtocol
import Model

/// Puts recorded lines back into the order of their events.
///
/// A recording without arrival times has lost when each line came; judged in the order of the file,
/// the same events would give other alerts for every way of writing them down. So lines are held
/// until nothing that their streams allow to be late can come before them, and leave in the order
/// of (time, bytes): a file and a shuffled copy of it give the same.
///
/// - Complexity: O(log of the lines of a minute) a line; holds the lines of the longest `late`.
struct Reorder {
    /// A stretch of the recording whose events are in order.
    struct Stretch {
        var lines: [Line] = []
        var bytes: [UInt8] = []
    }

    struct Line {
        var time: Int64
        var offset: Int
        var length: Int
    }

    private let lates: [(name: [UInt8], late: Interval)]
    private let horizon: Interval
    private static let width = Interval.minutes(1)
    private var buckets: [Int64: Stretch] = [:]
    private var oldest = Int64.max
    private(set) var watermark = Timestamp.distantPast
    /// Points of measurements that no stream declares.
    private(set) var unknown = 0
    /// Points that came later than their stream allows.
    private(set) var late = 0
    /// Lines that are not points.
    private(set) var unreadable = 0

    init(lates: [(name: String, late: Interval)]) {
        self.lates = lates.map { (escapedName($0.name), $0.late) }
        horizon = lates.map(\.late).max() ?? .zero
    }

    /// Takes whole lines; gives the stretches that are now complete, oldest first.
    mutating func add(_ chunk: [UInt8]) -> [Stretch] {
        chunk.withUnsafeBytes { bytes in
            var parser = LineParser(precision: .nanoseconds)
            var buffer = PointBuffer(points: 1)
            var offset = 0
            while offset < bytes.count {
                buffer.removeAll()
                offset = parser.parse(bytes, from: offset, limit: 1, into: &buffer)
                guard let point = buffer.points.first else { continue }
                // From its key on: what stands before it in this piece was no point.
                let line = bytes[Int(point.key)..<offset]
                place(UnsafeRawBufferPointer(rebasing: line), point, in: bytes)
            }
            unreadable += parser.refused
        }
        return take(before: (watermark - horizon).paneIndex(of: Self.width))
    }

    /// All that is left.
    mutating func finish() -> [Stretch] { take(before: .max) }

    private mutating func place(
        _ line: UnsafeRawBufferPointer, _ point: ParsedPoint, in bytes: UnsafeRawBufferPointer
    ) {
        let start = Int(point.key)
        let name = UnsafeRawBufferPointer(
            rebasing: bytes[start..<start + Int(point.measurementLength)])
        guard let late = lates.first(where: { $0.name.elementsEqual(name) })?.late else {
            unknown += 1
            return
        }
        let time =
            point.time == ParsedPoint.noTime ? watermark : Timestamp(nanoseconds: point.time)
        guard watermark == .distantPast || watermark - time <= late else {
            self.late += 1
            return
        }
        watermark = max(watermark, time)
        let index = time.paneIndex(of: Self.width)
        oldest = min(oldest, index)
        buckets[index, default: Stretch()].append(line, at: time)
    }

    private mutating func take(before bound: Int64) -> [Stretch] {
        guard oldest < bound else { return [] }
        let ripe = buckets.keys.filter { $0 < bound }.sorted()
        oldest = buckets.keys.filter { $0 >= bound }.min() ?? .max
        return ripe.compactMap { index in
            var stretch = buckets.removeValue(forKey: index)
            stretch?.sort()
            return stretch
        }
    }
}

extension Reorder.Stretch {
    fileprivate mutating func append(_ line: UnsafeRawBufferPointer, at time: Timestamp) {
        lines.append(
            Reorder.Line(time: time.nanoseconds, offset: bytes.count, length: line.count))
        bytes.append(contentsOf: line)
    }

    fileprivate mutating func sort() {
        bytes.withUnsafeBytes { bytes in
            lines.sort { left, right in
                if left.time != right.time { return left.time < right.time }
                return bytes[left.offset..<left.offset + left.length]
                    .lexicographicallyPrecedes(bytes[right.offset..<right.offset + right.length])
            }
        }
    }

    /// The lines of a range, one under the other.
    func text(of range: Range<Int>) -> [UInt8] {
        var text: [UInt8] = []
        for line in lines[range] {
            text.append(contentsOf: bytes[line.offset..<line.offset + line.length])
            if text.last != UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }
        }
        return text
    }
}
