import Model
import Plans
import PluginKit

/// What one contact knows, and what it is to know: before a message goes into its queue, its desk
/// decides whether it goes now, is gathered with others, or is not needed.
struct ContactDesk {
    let contact: String
    /// The open incidents that it knows of, or will.
    private(set) var known: [String: Acquaintance] = [:]
    /// When it was told of openings in the last minute.
    private var openings: [Timestamp] = []
    /// Whether so many opened that they are counted.
    private(set) var isStorming = false
    private(set) var storm: Gathering?
    /// What came while it was not to be disturbed.
    private(set) var afterHours: Gathering?
    /// What the next digest is about.
    private(set) var period: Gathering

    /// Before this nothing falls due of what nobody acknowledges: so that not all that it knows is
    /// looked at with each event. It holds for one edition of the incidents, and is found anew
    /// after a restart.
    private var restsUntil: (edition: Int, time: Timestamp)?

    init(_ contact: String, at now: Timestamp) {
        self.contact = contact
        period = Gathering(since: now)
    }

    /// What it knows of one incident.
    struct Acquaintance: Equatable {
        enum Way: UInt8 { case told, storm, afterHours }
        var way: Way
        /// When it was told first, or last anew because it had become worse.
        var since: Timestamp
        var remindedAt: Timestamp
        /// Whether somebody else was told since nobody acknowledged it.
        var isHandedOn = false
        /// The incident in whose message it was told; empty: in one of its own.
        var lead = ""
        /// Whether the contact did not take what it was told of it.
        var isRefused = false
    }

    enum Decision: Equatable {
        /// As a message of this kind.
        case told(Notification.Kind)
        case gathered
        case dropped
    }

    mutating func decide(
        _ notification: Notification, _ policy: ContactProgram, at now: Timestamp
    ) -> Decision {
        if notification.kind == .announced {
            let isWanted = policy.plan.tellsBulletins && policy.listens(to: .info, at: now)
            return isWanted ? .told(.announced) : .dropped
        }
        let listens = policy.listens(to: notification.severity, at: now)
        switch notification.kind {
        case .resolved: return hearEnd(notification, listens || policy.isPager, at: now)
        case .opened, .occurred, .escalated, .flapping, .unacknowledged:
            return hear(notification, listens, policy, at: now)
        case .acknowledged: return hearAcknowledgement(notification, listens, policy)
        case .eased, .repeated, .announced:
            let way = known[notification.incident]?.way ?? .told
            if way == .afterHours { afterHours?.noteChange(notification) }
            return way == .told && listens ? .told(notification.kind) : .dropped
        }
    }

    private mutating func hearAcknowledgement(
        _ notification: Notification, _ listens: Bool, _ policy: ContactProgram
    ) -> Decision {
        let way = known[notification.incident]?.way ?? .told
        if way == .told { period.noteAcknowledged(notification) }
        if way == .afterHours { afterHours?.noteAcknowledged(notification) }
        return way == .told && (listens || policy.isPager) ? .told(.acknowledged) : .dropped
    }

    private mutating func hear(
        _ notification: Notification, _ listens: Bool, _ policy: ContactProgram,
        at now: Timestamp
    ) -> Decision {
        let way = known[notification.incident]?.way
        if way == .storm, !listens || notification.kind != .escalated { return .dropped }
        guard listens else {
            if way == .afterHours {
                afterHours?.noteChange(notification)
            } else {
                gatherAfterHours(notification, at: now, isNew: way == nil)
            }
            return .gathered
        }
        let isNew = way != .told
        if isNew, isStorm(policy, notification.severity, at: now) {
            if way == .storm {
                storm[since: now].noteChange(notification)
            } else {
                meet(notification, as: .storm, at: now)
                storm[since: now].noteOpened(notification)
            }
            return .gathered
        }
        if isNew { openings.append(now) }
        meet(notification, as: .told, at: now)
        // One that it does not know of it may have heard of all the same, before it was removed
        // from the settings and came back.
        let isFirst = way != nil && isNew && notification.kind == .escalated
        return .told(isFirst ? .opened : notification.kind)
    }

    private mutating func gatherAfterHours(
        _ notification: Notification, at now: Timestamp, isNew: Bool
    ) {
        if isNew {
            meet(notification, as: .afterHours, at: now)
            afterHours[since: now].noteOpened(notification)
        } else {
            afterHours[since: now].noteChange(notification)
        }
    }

    private mutating func meet(
        _ notification: Notification, as way: Acquaintance.Way, at now: Timestamp
    ) {
        let incidents = [notification.incident] + notification.companions.map(\.incident)
        if known[notification.incident] == nil {
            period.noteOpened(notification)
        } else {
            period.noteChange(notification)
        }
        guard notification.kind != .occurred else { return }
        for incident in incidents {
            var acquaintance =
                known[incident] ?? Acquaintance(way: way, since: now, remindedAt: now)
            acquaintance.way = way
            acquaintance.lead = incident == notification.incident ? "" : notification.incident
            if notification.kind != .unacknowledged {
                (acquaintance.since, acquaintance.remindedAt) = (now, now)
            }
            known[incident] = acquaintance
        }
        reconsider()
    }

    private mutating func hearEnd(
        _ notification: Notification, _ listens: Bool, at now: Timestamp
    ) -> Decision {
        let acquaintance = known.removeValue(forKey: notification.incident)
        if acquaintance != nil { period.noteChange(notification) }
        switch acquaintance?.way {
        case .storm:
            storm[since: now].noteChange(notification)
            return .gathered
        case .afterHours:
            afterHours?.noteChange(notification)
            return .gathered
        case .told, nil:
            if listens { return .told(.resolved) }
            gatherAfterHours(notification, at: now, isNew: false)
            return .gathered
        }
    }

    /// Whether so many opened that this one is counted. What is critical has as much room again.
    private mutating func isStorm(
        _ policy: ContactProgram, _ severity: Severity, at now: Timestamp
    ) -> Bool {
        openings.removeAll { $0 + .minutes(1) <= now }
        if openings.count >= policy.plan.storm { isStorming = true }
        let isSpared = severity == .critical && openings.count < 2 * policy.plan.storm
        return isStorming && !isSpared
    }
}

// MARK: what falls due

extension ContactDesk {
    /// What is to be told of those that were gathered, and for how long it may wait.
    enum Due: Equatable { case storm, afterHours, digest }

    /// Whether some of those that are open were counted, and not told of one by one.
    var hasOpenOfStorm: Bool { known.values.contains { $0.way == .storm } }

    /// When something is next to be told; nil: nothing waits.
    func nextDue(_ policy: ContactProgram) -> (Due, Timestamp)? {
        var all: [(Due, Timestamp)] = []
        if let storm { all.append((.storm, storm.since + .minutes(1))) }
        if let afterHours, let opens = policy.opens(after: afterHours.since) {
            all.append((.afterHours, opens))
        }
        if let digest = policy.nextDigest(after: period.since) { all.append((.digest, digest)) }
        return all.min { $0.1 < $1.1 }
    }

    /// Takes out what falls due, as something to tell; nil: there is nothing to tell.
    mutating func take(_ due: Due, _ policy: ContactProgram, at now: Timestamp)
        -> (Bulletin, [Notification.Companion])?
    {
        let gathered: Gathering?
        let kind: Bulletin.Kind
        switch due {
        case .storm:
            (gathered, kind, storm) = (storm, .storm, nil)
            if gathered?.opened ?? 0 < policy.plan.storm { isStorming = false }
            // It goes on: the next minute begins at once.
            if isStorming { storm = Gathering(since: now) }
            if !isStorming { tellApart(policy, at: now) }
        case .afterHours:
            (gathered, kind, afterHours) = (afterHours, .afterHours, nil)
            reconsider()
            for incident in known.filter({ $0.value.way == .afterHours }).keys {
                know(incident, at: now)
            }
        case .digest:
            (gathered, kind) = (period, policy.plan.digest?.weekday == nil ? .daily : .weekly)
            period = Gathering(since: now)
        }
        guard let gathered, !gathered.isEmpty || due == .digest else { return nil }
        return (
            gathered.bulletin(kind, until: now, open: known.count), gathered.companions
        )
    }
}

extension ContactDesk {
    /// What is left of a storm that is over, and is not more than is told of one by one, is from
    /// now on as if it had been.
    private mutating func tellApart(_ policy: ContactProgram, at now: Timestamp) {
        let left = known.filter { $0.value.way == .storm }.keys
        guard left.count <= policy.plan.storm else { return }
        for incident in left { know(incident, at: now) }
        reconsider()
    }

    private mutating func know(_ incident: String, at now: Timestamp) {
        known[incident]?.way = .told
        known[incident]?.since = now
        known[incident]?.remindedAt = now
    }
}

// MARK: what nobody acknowledges

extension ContactDesk {
    enum Reminder: Equatable { case again, handOn }

    func isTold(_ incident: String) -> Bool { known[incident]?.way == .told }

    /// The incidents that it was not told of one by one, in the order of their ids.
    var untold: [String] { known.filter { $0.value.way != .told }.keys.sorted() }

    /// The incidents that it was told of one by one, in the order of their ids.
    var told: [String] { known.filter { $0.value.way == .told }.keys.sorted() }

    /// What is due of an incident that it was told of and nobody acknowledged; nil: nothing ever.
    func reminder(of incident: String, _ policy: ContactProgram) -> (Reminder, Timestamp)? {
        guard let acquaintance = known[incident], acquaintance.way == .told else { return nil }
        var all: [(Reminder, Timestamp)] = []
        if let escalation = policy.plan.escalation, !acquaintance.isHandedOn {
            all.append((.handOn, acquaintance.since + escalation.after))
        }
        if let remind = policy.plan.remind {
            all.append((.again, acquaintance.remindedAt + remind))
        }
        return all.min { $0.1 < $1.1 }
    }

    /// The incidents that were told in the message of another, in the order of their ids.
    func told(with lead: String) -> [String] {
        known.filter { $0.value.lead == lead }.keys.sorted()
    }

    /// Those whose message was about another that is over, in the order of their ids.
    var leaderless: [(incident: String, lead: String)] {
        known.filter { !$0.value.lead.isEmpty && known[$0.value.lead] == nil }
            .map { ($0.key, $0.value.lead) }.sorted { $0.0 < $1.0 }
    }

    /// From now on it is by itself.
    mutating func leave(_ incident: String) { known[incident]?.lead = "" }

    /// It could not be told: whoever is next is told as soon as may be.
    mutating func noteRefused(_ incident: String, _ policy: ContactProgram, at now: Timestamp) {
        guard let escalation = policy.plan.escalation, known[incident]?.way == .told else { return }
        known[incident]?.since = now - escalation.after
        known[incident]?.isRefused = true
        reconsider()
    }

    /// Something may fall due sooner than was known.
    private mutating func reconsider() { restsUntil = nil }

    /// Nothing falls due before, unless an incident changes.
    mutating func rest(until time: Timestamp, _ incidents: IncidentBook) {
        restsUntil = (incidents.edition, time)
    }

    /// Before this nothing falls due of what nobody acknowledges.
    func reminderBound(_ incidents: IncidentBook) -> Timestamp {
        guard let restsUntil, restsUntil.edition == incidents.edition else { return .distantPast }
        return restsUntil.time
    }

    mutating func note(_ reminder: Reminder, of incident: String, at now: Timestamp) {
        switch reminder {
        case .again: known[incident]?.remindedAt = now
        case .handOn: known[incident]?.isHandedOn = true
        }
    }
}

extension ContactDesk: Savable {
    func save(to writer: inout ByteWriter) {
        writer.write(contact)
        writer.write(UInt32(known.count))
        for (incident, acquaintance) in known.sorted(by: { $0.key < $1.key }) {
            writer.write(incident)
            writer.write(acquaintance.way.rawValue)
            writer.write(acquaintance.since)
            writer.write(acquaintance.remindedAt)
            writer.write(acquaintance.isHandedOn)
            writer.write(acquaintance.lead)
            writer.write(acquaintance.isRefused)
        }
        writer.write(openings)
        writer.write(isStorming)
        writer.write(storm)
        writer.write(afterHours)
        writer.write(period)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        contact = try reader.text()
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            let incident = try reader.text()
            guard let way = Acquaintance.Way(rawValue: try reader.integer()) else {
                throw DamagedBytes("a way of knowing that there is not")
            }
            known[incident] = Acquaintance(
                way: way, since: try reader.timestamp(), remindedAt: try reader.timestamp(),
                isHandedOn: try reader.bool(), lead: try reader.text(),
                isRefused: try reader.bool())
        }
        openings = try reader.values()
        isStorming = try reader.bool()
        (storm, afterHours) = (try reader.optional(), try reader.optional())
        period = try reader.value()
    }
}
