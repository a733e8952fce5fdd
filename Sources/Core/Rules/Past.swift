import Model
import PluginKit

/// The values that one group of a KPI had, as a step function of time: what `ago` and `slope` look
/// back on.
///
/// Only changes are kept, at most one for each `step` of time, and none longer than it can be asked
/// for.
struct Past: Equatable {
    private struct Change: Equatable {
        var time: Timestamp
        /// NaN: no value.
        var value: Double
    }

    private var changes: [Change] = []
    /// The standard error of each of their values, where it is asked for; NaN: not known.
    private var errors: [Float] = []
    /// Those before it are forgotten; they are taken out now and then.
    private var first = 0

    /// Notes the value that is in force from now on; nil: none.
    mutating func note(
        _ value: Double?, error: Double? = nil, at time: Timestamp, _ shape: PastShape
    ) {
        let bits = value ?? .nan
        defer { noteError(error, shape) }
        if let last = changes.last, first < changes.count {
            guard last.value.bitPattern != bits.bitPattern, last.time < time else { return }
            if last.time.paneIndex(of: shape.step) == time.paneIndex(of: shape.step) {
                changes[changes.count - 1].value = bits
                return
            }
        }
        changes.append(Change(time: time, value: bits))
        forget(before: time - shape.span)
    }

    /// Of the latest change.
    private mutating func noteError(_ error: Double?, _ shape: PastShape) {
        guard shape.keepsErrors else { return errors.removeAll() }
        while errors.count < changes.count { errors.append(.nan) }
        errors[changes.count - 1] = Float(error ?? .nan)
    }

    /// The last change before a time is still in force then, and stays.
    private mutating func forget(before time: Timestamp) {
        while first + 1 < changes.count, changes[first + 1].time <= time { first += 1 }
        guard first > changes.count / 2 else { return }
        changes.removeFirst(first)
        errors.removeFirst(min(first, errors.count))
        first = 0
    }

    /// The value in force at a time; nil: there was none, or it is not known.
    ///
    /// - Complexity: O(log changes).
    func value(at time: Timestamp) -> Double? {
        guard let place = place(at: time) else { return nil }
        let value = changes[place].value
        return value.isNaN ? nil : value
    }

    /// The standard error of that value; nil: it was not noted, or not known.
    func error(at time: Timestamp) -> Double? {
        guard let place = place(at: time), place < errors.count, !errors[place].isNaN else {
            return nil
        }
        return Double(errors[place])
    }

    /// Of the last change before a time, or at it.
    private func place(at time: Timestamp) -> Int? {
        var (low, high) = (first, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].time <= time { low = middle + 1 } else { high = middle }
        }
        return low > first ? low - 1 : nil
    }

    /// By how much the straight line rises that fits best, by least squares, what was in force in
    /// the time before `end`. While there was no value the last one counts. nil: that time is not
    /// known in full.
    ///
    /// With f the step function on [0, D], the line's rise is 12/D² ∫ (t - D/2) f(t) dt: the normal
    /// equation of a line on an interval.
    ///
    /// - Complexity: O(changes).
    func rise(over length: Interval, to end: Timestamp) -> Double? {
        let start = end - length
        guard var value = value(at: start) else { return nil }
        let span = length.seconds
        var integral = 0.0
        var from = 0.0
        func add(to: Double) {
            // ∫ (t - D/2) dt from `from` to `to`.
            integral += value * (to - from) * ((to + from) - span) / 2
            from = to
        }
        for change in changes[first...] where change.time > start && change.time < end {
            guard !change.value.isNaN else { continue }
            add(to: (change.time - start).seconds)
            value = change.value
        }
        add(to: span)
        return 12 / (span * span) * integral
    }
}

/// How far back, and how finely, the pasts of a KPI are kept.
struct PastShape: Equatable, Sendable {
    let span: Interval
    let step: Interval
    /// Whether it is noted how sure the values are.
    let keepsErrors: Bool

    /// - Parameter every: the KPI's step; no finer one is of use.
    init(span: Interval, every: Interval, keepsErrors: Bool = false) {
        self.span = span
        self.keepsErrors = keepsErrors
        let fine = Interval(nanoseconds: span.nanoseconds / Int64(Limits.pastLength))
        let steps = max(1, (fine.nanoseconds + every.nanoseconds - 1) / every.nanoseconds)
        step = every * steps
    }
}

extension Past: Savable {
    func save(to writer: inout ByteWriter) {
        writer.write(UInt32(changes.count - first))
        for change in changes[first...] {
            writer.write(change.time)
            writer.write(change.value)
        }
        let known = errors.dropFirst(first)
        writer.write(UInt32(known.count))
        for error in known { writer.write(error.bitPattern) }
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            let change = Change(time: try reader.timestamp(), value: try reader.double())
            guard changes.last.map({ $0.time < change.time }) ?? true else {
                throw DamagedBytes("a past that runs backwards")
            }
            changes.append(change)
        }
        guard reader.format >= 4 else { return }
        let known = Int(try reader.integer(UInt32.self))
        guard known == 0 || known == changes.count else {
            throw DamagedBytes("errors of values that there are not")
        }
        for _ in 0..<known { errors.append(Float(bitPattern: try reader.integer())) }
    }
}
