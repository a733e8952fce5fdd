import Calendars
public import Model
import Plans
import PluginKit

// Who asked for quiet, and what becomes of the incidents that it is about.
extension Engine {
    mutating func silence(_ request: SilenceRequest, at now: Timestamp)
        -> (OrderAnswer, [Effect])
    {
        do throws(SilenceFault) {
            var silence = try Silence(request, at: now, calendars: program.plan.calendars)
            if !request.id.isEmpty {
                guard let old = state.silences[request.id] else {
                    throw SilenceFault(.unknownSilence(request.id))
                }
                if old.phase(at: now) == .expired { throw SilenceFault(.silenceIsOver(old.id)) }
                silence.isQuiet = old.isQuiet
            } else if state.silences.all.count(where: { $0.phase(at: now) != .expired })
                >= Limits.silences
            {
                throw SilenceFault(.tooManySilences(limit: Limits.silences))
            }
            state.silences.put(silence)
            return (.done(silence.id), turnSilences(at: now))
        } catch {
            return (.refused(error.refusal), [])
        }
    }

    mutating func expire(_ id: String, _ by: String, at now: Timestamp)
        -> (OrderAnswer, [Effect])
    {
        guard let silence = state.silences[id] else {
            return (.refused(.unknownSilence(id)), [])
        }
        guard silence.phase(at: now) != .expired else {
            return (.refused(.silenceIsOver(id)), [])
        }
        state.silences.end(id, at: now)
        return (.done(id), turnSilences(at: now, by: by))
    }

    /// Lets silences begin and end as the time has come for them, tells the rooms, and tells of
    /// what they kept back.
    ///
    /// - Parameter by: who ended one before its time.
    mutating func turnSilences(at now: Timestamp, by: String = "") -> [Effect] {
        let turned = state.silences.turn(at: now, program.plan.calendars)
        for record in state.incidents.open {
            weighSilences(of: record.notification.incident, at: now)
        }
        return turned.flatMap { announce($0, by: by, at: now) } + tellUntold(at: now)
    }

    /// Brings up to date which silences keep an incident quiet.
    mutating func weighSilences(of id: String, at now: Timestamp) {
        guard let record = state.incidents[id], record.isOpen else { return }
        let silences = state.silences.quieting(record.labels)
        guard silences != record.silencedBy else { return }
        if silences.isEmpty != record.silencedBy.isEmpty {
            let silence = (silences.first ?? record.silencedBy.first).flatMap { state.silences[$0] }
            state.incidents[id]?.add(
                IncidentMove(
                    silences.isEmpty ? .unsilenced : .silenced, at: now, state: record.state,
                    by: silence?.createdBy ?? "", reason: silence?.comment ?? ""))
        }
        state.incidents[id]?.silencedBy = silences
    }

    /// Tells of what silences kept back and keep back no longer, without waiting for the next
    /// judgement.
    private mutating func tellUntold(at now: Timestamp) -> [Effect] {
        var effects: [Effect] = []
        for alert in program.alerts.indices {
            for (row, life) in state.lives[alert].sorted(by: { $0.key < $1.key }) {
                guard let incident = life.incident, incident.untold != .nothing,
                    let told = state.incidents[incident.id]?.notification
                else { continue }
                var life = life
                // Where nothing comes any more, by what it was last judged.
                let last = Reading(value: told.value, samples: told.samples)
                let reading = state[program.alerts[alert].kpi, row]
                let judged = Judged(
                    alert: alert, row: row, time: now,
                    reading: reading?.value == nil ? last : reading ?? last, limit: told.limit,
                    expected: told.expected, pattern: told.pattern, among: told.among,
                    assurance: told.assurance)
                effects += catchUp(judged, &life)
                state.lives[alert][row] = life
            }
        }
        for id in state.received.keys.sorted() { effects += tellReceivedIfUntold(id, at: now) }
        return effects
    }
}

// MARK: the rooms

extension Engine {
    /// Tells the rooms that a silence began, or ended.
    private mutating func announce(_ silence: Silence, by: String, at now: Timestamp) -> [Effect] {
        var bulletin = Bulletin(
            silence.isQuiet ? .silenceBegan : .silenceEnded, from: silence.startsAt,
            until: silence.endsAt)
        bulletin.by = silence.isQuiet || by.isEmpty ? silence.createdBy : by
        bulletin.comment = silence.comment
        bulletin.matchers = silence.matchers.map { "\($0)" }.joined(separator: ", ")
        let quiet = state.incidents.open.filter { $0.silencedBy.contains(silence.id) }
        bulletin.open = quiet.count
        var notification = announcement(bulletin, at: now)
        notification.companions = quiet.prefix(Limits.incidentsInBulletin)
            .map { Notification.Companion($0.notification) }
        return rooms(of: silence).flatMap { deliver(notification, step: 0, to: $0, at: now) }
    }

    /// The contacts that would be told of something that it may fit.
    private func rooms(of silence: Silence) -> [String] {
        let book = program.rules.book
        let alerts =
            program.alerts.map {
                (
                    name: $0.plan.name, kpi: $0.plan.kpi, by: program.kpis[$0.kpi].plan.by,
                    message: $0.plan.message
                )
            }
            + program.watches.map {
                (name: $0.plan.name, kpi: "", by: $0.tags, message: $0.plan.message)
            }
        var rooms: Set<String> = []
        for alert in alerts {
            let known = Labels.ofAlert(
                alert.name, kpi: alert.kpi, owner: alert.message.owner, alert.message.labels)
            guard silence.matchers.mayFit(known, with: alert.by) else { continue }
            rooms.formUnion(
                alert.message.notify.isEmpty
                    ? book.routes.flatMap(\.notify) : alert.message.notify)
        }
        let told = state.incidents.open.filter { $0.silencedBy.contains(silence.id) }
        for desk in state.desks
        where told.contains(where: { desk.known[$0.notification.incident] != nil }) {
            rooms.insert(desk.contact)
        }
        return book.contacts.map(\.name).filter(rooms.contains)
    }
}

extension Labels {
    /// What silences find an alert by, but for what only an incident has.
    static func ofAlert(_ name: String, kpi: String, owner: String, _ labels: Labels) -> Labels {
        let own = [
            Labels.Pair("alertname", name), .init("alert", name), .init("kpi", kpi),
            .init("owner", owner),
        ]
        return Labels(own.filter { !$0.value.isEmpty } + labels.pairs)
    }
}

extension IncidentRecord {
    /// By what silences find it; each name once.
    public var labels: Labels {
        let told = notification
        let own = Labels.ofAlert(told.alert, kpi: told.kpi, owner: told.owner, Labels()).pairs
        let all = own + [.init("severity", severity.name)] + told.group.pairs + told.labels.pairs
        var names: Set<String> = []
        return Labels(all.filter { !$0.value.isEmpty && names.insert($0.name).inserted })
    }
}
