import Core
import Host
import Model
import Plans
import Reporting

/// A replay of some KPIs, and the book that is kept of it.
///
/// A class: several play the same recording side by side, and a replay cannot stand in a list.
final class Player {
    let retiming: Retiming
    private var replay: Replay
    private let page: Page

    private final class Page {
        var book: ValueBook

        init(_ book: ValueBook) { self.book = book }
    }

    /// - Parameters:
    ///   - confidence: how sure values are to be told; nil: nobody asks.
    ///   - nextStop: the first time after another that is noted; nil: none.
    init(
        _ retiming: Retiming, _ recording: Recorded, asking confidence: Confidence? = nil,
        at nextStop: @escaping (Timestamp) -> Timestamp?
    ) {
        self.retiming = retiming
        page = Page(ValueBook(of: retiming.kpis, asking: confidence))
        replay = recording.replay(retiming, asking: confidence)
        replay.nextStop = nextStop
        replay.look = { [page] engine, time in
            if nextStop(time - .nanoseconds(1)) == time { page.book.note(engine, at: time) }
        }
    }

    var book: ValueBook { page.book }
    var linesRead: Int { replay.linesRead }
    var counted: Int { replay.counted }
    var refused: [(reason: String, count: Int)] { replay.refused }
    /// What the clock showed last.
    var latest: Timestamp { replay.latest }

    func add(_ chunk: [UInt8]) { replay.add(chunk) }
    func finish() { replay.finish() }
    func reach(_ time: Timestamp) { replay.reach(time) }

    /// Notes what is at the next end of a pane, however far that is.
    func noteEnd(every step: Interval) -> Timestamp {
        let end = replay.latest.aligned(to: step) + step
        replay.reach(end)
        page.book.note(replay.engine, at: end)
        return end
    }
}

extension Recorded {
    /// Plays the recording to all of them.
    func play(_ players: [Player]) throws {
        try forEachChunk(of: data) { chunk in for player in players { player.add(chunk) } }
        for player in players { player.finish() }
        if let first = players.first {
            try refuseNothing(
                first.linesRead, counted: players.map(\.counted).max() ?? 0, first.refused)
        }
    }
}
