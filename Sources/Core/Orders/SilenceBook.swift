import Calendars
import Model

/// All silences that are not long over, in the order in which they were made.
struct SilenceBook: Equatable, Savable {
    private(set) var all: [Silence] = []
    /// When one of them next begins or ends to keep quiet; nil: never, as things stand.
    private(set) var nextTurn: Timestamp?

    init() {}

    subscript(id: String) -> Silence? { all.first { $0.id == id } }

    /// Those that keep an alert with these labels quiet.
    func quieting(_ labels: Labels) -> [String] {
        all.filter { $0.isQuiet && $0.matchers.fit(labels) }.map(\.id)
    }

    /// Puts one in, in the place of the one with its id. One that is in force and stays so, about
    /// the same, has been so since it began: as with Alertmanager, a new end or comment does not
    /// make it younger.
    mutating func put(_ silence: Silence) {
        guard let place = all.firstIndex(where: { $0.id == silence.id }) else {
            return all.append(silence)
        }
        let old = all[place]
        all[place] = silence
        let now = silence.updatedAt
        if old.phase(at: now) == .active, silence.phase(at: now) == .active,
            old.matchers == silence.matchers, old.calendar == silence.calendar
        {
            all[place].startsAt = old.startsAt
        }
    }

    mutating func end(_ id: String, at now: Timestamp) {
        guard let place = all.firstIndex(where: { $0.id == id }) else { return }
        // One that had not begun never will.
        all[place].startsAt = min(all[place].startsAt, now)
        (all[place].endsAt, all[place].updatedAt) = (now, now)
    }

    /// Lets all of them be as they are to be now; gives those that took a turn: from now on they
    /// keep quiet, or no longer do.
    ///
    /// - Complexity: O(silences), and a search in its calendar for each that has one.
    mutating func turn(at now: Timestamp, _ calendars: [OpeningCalendar]) -> [Silence] {
        var turned: [Silence] = []
        nextTurn = nil
        all.removeAll { $0.endsAt + Limits.silenceAge <= now && !$0.isQuiet }
        for place in all.indices {
            let calendar = calendars.first { $0.name == all[place].calendar }
            let isQuiet = all[place].isQuiet(at: now, calendar)
            if isQuiet != all[place].isQuiet {
                all[place].isQuiet = isQuiet
                turned.append(all[place])
            }
            let next = all[place].nextTurn(after: now, calendar)
            nextTurn = [nextTurn, next].compactMap { $0 }.min()
        }
        return turned
    }

    func save(to writer: inout ByteWriter) {
        writer.write(all)
        writer.write(nextTurn)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        all = try reader.values()
        nextTurn = try reader.optional()
    }
}

extension Silence {
    fileprivate func isQuiet(at now: Timestamp, _ calendar: OpeningCalendar?) -> Bool {
        guard phase(at: now) == .active else { return false }
        // A calendar that the rules no longer have is taken for one that never opens: who is not
        // sure whether to wake somebody does.
        return calendar.map { $0.isOpen(at: now) } ?? self.calendar.isEmpty
    }

    fileprivate func nextTurn(after now: Timestamp, _ calendar: OpeningCalendar?) -> Timestamp? {
        switch phase(at: now) {
        case .pending: return startsAt
        case .expired: return endsAt + Limits.silenceAge
        case .active:
            guard let calendar else { return endsAt }
            let turn =
                calendar.isOpen(at: now)
                ? calendar.nextClosing(after: now) : calendar.nextOpening(after: now)
            return turn.map { min($0, endsAt) } ?? endsAt
        }
    }
}

extension Silence {
    /// - Errors: why it cannot be.
    init(
        _ request: SilenceRequest, at now: Timestamp, calendars: [OpeningCalendar]
    ) throws(SilenceFault) {
        if request.matchers.isEmpty { throw SilenceFault(.noMatchers) }
        if request.matchers.allSatisfy({ $0.fits("") }) { throw SilenceFault(.matchesEverything) }
        if request.by.isEmpty { throw SilenceFault(.noAuthor) }
        if request.comment.isEmpty { throw SilenceFault(.noComment) }
        // As fine as clients of Alertmanager write times, which send back what they were shown.
        let end = request.endsAt.aligned(to: .milliseconds(1))
        if request.endsAt <= request.startsAt { throw SilenceFault(.endsBeforeStart) }
        if end <= now { throw SilenceFault(.endsInThePast) }
        if !request.calendar.isEmpty, !calendars.contains(where: { $0.name == request.calendar }) {
            throw SilenceFault(.unknownCalendar(request.calendar))
        }
        id = request.id
        matchers = request.matchers
        startsAt = max(request.startsAt, now).aligned(to: .milliseconds(1))
        endsAt = end
        (createdBy, comment, calendar) = (request.by, request.comment, request.calendar)
        updatedAt = now
        if id.isEmpty { id = Self.newID(request, at: now) }
    }

    private static func newID(_ request: SilenceRequest, at now: Timestamp) -> String {
        var hash = StableHash(request.by, request.comment, request.calendar)
        for matcher in request.matchers { hash.combine("\(matcher)") }
        for time in [request.startsAt, request.endsAt, now] { hash.combine(time.nanoseconds) }
        let low = hash.text
        hash.combine(low)
        let digits = Array(low + hash.text)
        let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
        return parts.joined(separator: "-")
    }
}

struct SilenceFault: Error {
    var refusal: OrderRefusal

    init(_ refusal: OrderRefusal) { self.refusal = refusal }
}
