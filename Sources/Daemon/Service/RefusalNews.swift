import Core
import Model

/// What the log should say of refused lines whose senders get no answer: now and then, with one of
/// them as a sample, since a sender gone wrong may send a million.
struct RefusalNews {
    private struct Tally {
        var untold = 0
        var toldAt = Timestamp.distantPast
    }

    private var tallies: [Source: Tally] = [:]

    /// A sentence, unless one was said of this door a short while ago.
    mutating func heard(
        _ source: Source, _ count: Int, _ first: Receipt.Complaint, at now: Timestamp
    ) -> String? {
        var tally = tallies[source] ?? Tally()
        defer { tallies[source] = tally }
        tally.untold += count
        guard now - tally.toldAt >= Limits.refusalNews || now < tally.toldAt else { return nil }
        let lines = "\(tally.untold) line\(tally.untold == 1 ? "" : "s")"
        tally = Tally(untold: 0, toldAt: now)
        let column = first.column.map { ", column \($0)" } ?? ""
        return "\(lines) that came by \(source) refused; the last was line "
            + "\(first.line)\(column) of its batch: \(first.reason)"
    }
}

extension Limits {
    /// From one line of the log about refused lines to the next, for each door.
    static let refusalNews = Interval.seconds(10)
}
