public import Model
public import Plans
import PluginKit

/// One way in, one way out.
///
/// A value like the rest of the core, and not copyable: what it remembers is large and there is one
/// of it. It knows no clock, no disk, no network and no chance: the same events in the same order
/// give the same effects, byte for byte.
public struct Engine: ~Copyable {
    private let link: Linker
    var program: Program
    var state: State

    /// Begins with no rules at all; the first event is `.rules`.
    public init(linking link: @escaping Linker) {
        self.link = link
        // It does not yet know what the site allows, and nothing that it could learn of lines is of
        // use to no rules: so it learns no series.
        var bounds = Bounds()
        bounds.series = 0
        program = Program(Plan(), from: RuleSet(files: [], bounds: bounds), with: .empty)
        state = State(program, at: nil)
    }

    /// What its rules mean.
    public var plan: Plan { program.plan }

    /// Every group that an alert has judged, by KPI in the order of the plan.
    public var judgedGroups: [(kpi: String, group: Labels)] {
        program.kpis.enumerated().flatMap { index, kpi -> [(kpi: String, group: Labels)] in
            guard program.alerts.contains(where: { $0.kpi == index }) else { return [] }
            let groups = state.panels[kpi.panel].groups
            return state.values[index].indices.filter { state[index, $0] != nil }
                .map { (kpi.plan.name, groups.labels($0)) }
        }
    }

    /// The rules that it runs by.
    public var rules: RuleSet { program.rules }

    public mutating func apply(_ event: Event) -> [Effect] {
        switch event {
        case .lines(let batch, let ticket): return take(batch, ticket)
        case .tick(let now): return advance(to: now)
        case .reply(let reply): return settle(reply)
        case .rules(let rules): return adopt(rules)
        case .order(let order, let now, let ticket): return obey(order, at: now, ticket)
        case .restarted(let now):
            state.outbox.recall(at: max(now, state.clock ?? now))
            return advance(to: now)
        }
    }

    private mutating func take(_ batch: Batch, _ ticket: UInt64?) -> [Effect] {
        var effects: [Effect] = []
        if state.clock == nil { state.start(at: batch.arrival) }
        let judged = state.nextEnd ?? batch.arrival
        if batch.arrival - judged >= Limits.clockGap { effects = advance(to: batch.arrival) }
        let clock = max(batch.arrival, state.clock ?? batch.arrival)
        state.clock = clock
        let receipt = state.intake.take(
            batch, clock: clock, program: program, panels: state.panels)
        for text in state.intake.quoted {
            let quote = program.quotes[text.quote]
            state.quotes[text.quote].add(
                quote.redacted(text.text), at: text.time, of: text.leaf, keeping: quote.groupTags)
        }
        if let ticket {
            effects.append(.receipt(ticket, receipt))
        } else if let first = receipt.complaints.first {
            effects.append(
                .say(.linesRefused(batch.source, count: receipt.refused, first: first)))
        }
        if !state.intake.occurrences.isEmpty {
            effects += tell(of: state.intake.occurrences, at: clock)
            effects += state.outbox.release(at: clock)
        }
        return effects + remarks()
    }

    /// Every limit that is newly reached, once.
    private mutating func remarks() -> [Effect] {
        var effects: [Effect] = []
        for (index, panel) in state.panels.enumerated()
        where panel.crowdedOut > 0 && !state.saidFull[index] {
            state.saidFull[index] = true
            effects += panel.program.kpis.map {
                .say(.groupLimitReached(kpi: $0, limit: panel.program.key.groupLimit))
            }
        }
        // By their places: to copy a cohort with each batch counts references of all it holds.
        for index in state.intake.cohorts.indices
        where state.intake.cohorts[index].forgotten > 0 && !state.intake.cohorts[index].isSaid {
            state.intake.cohorts[index].isSaid = true
            effects += state.intake.cohorts[index].program.kpis.map {
                .say(.openersForgotten(kpi: $0, limit: Limits.openersPerKPI))
            }
        }
        if state.intake.sawSeriesLimit, !state.saidSeriesLimit {
            state.saidSeriesLimit = true
            effects.append(.say(.seriesLimitReached(limit: program.rules.bounds.series)))
        }
        return effects
    }

    /// Judges every pane that ended, in order of time, and releases what is due. Time does not run
    /// back.
    mutating func advance(to now: Timestamp) -> [Effect] {
        if state.clock == nil { state.start(at: now) }
        var effects: [Effect] = []
        var stillSince: Timestamp?
        while let end = state.nextEnd, end <= now {
            effects += observeIngest(upTo: end)
            stillSince = isStill(at: end) ? stillSince ?? end : nil
            let rest = min(state.stillUntil ?? now, now)
            if let since = stillSince, end - since >= program.settling, rest >= end {
                for panel in state.panels { panel.skip(to: rest) }
            } else {
                effects += tend(at: end) + judge(at: end)
            }
            state.lookAhead()
        }
        let clock = max(now, state.clock ?? now)
        state.clock = clock
        return effects + tend(at: clock) + state.outbox.release(at: clock)
    }

    /// All that falls due with the time and not with a pane: before what is judged at that time, so
    /// that it is the same however late it is heard what time it is.
    private mutating func tend(at now: Timestamp) -> [Effect] {
        var effects: [Effect] = []
        while let turn = state.silences.nextTurn, turn <= now {
            effects += turnSilences(at: turn)
        }
        return effects + expireReceived(at: now) + closeBundles(at: now) + tendDesks(at: now)
    }

    /// Posts the bundles that have waited long enough.
    private mutating func closeBundles(at now: Timestamp) -> [Effect] {
        state.bundles.release(at: now).flatMap { bundle in
            let whole = bundle.whole
            return deliver(whole.notification, step: whole.step, to: bundle.contact, at: now)
        }
    }

    /// An answer is taken to have come no sooner than the clock: else a clock that was put back
    /// would have it tried again and again without a pause.
    private mutating func settle(_ reply: DeliveryReply) -> [Effect] {
        var reply = reply
        reply.at = max(reply.at, state.clock ?? reply.at)
        let remarks = state.outbox.settle(reply).map { remark($0.done, of: $0.contact) } ?? []
        return remarks + state.outbox.release(at: reply.at)
    }

    private mutating func remark(_ done: Finished, of contact: String) -> [Effect] {
        switch done.end {
        case .delivered: return []
        case .expired: return [.say(.deliveryExpired(id: done.id, contact: contact))]
        case .refused:
            if let place = program.place(ofContact: contact) {
                let policy = program.contacts[place]
                state.desks[place].noteRefused(done.incident, policy, at: done.at)
            }
            return [.say(.deliveryRefused(id: done.id, contact: contact, reason: done.reason))]
        }
    }

    private mutating func adopt(_ rules: RuleSet) -> [Effect] {
        guard let next = link(rules) else { return [.say(.rulesRefused)] }
        let effects = migrate(to: next)
        return effects
            + [.say(.rulesLoaded(kpis: next.plan.kpis.count, alerts: next.plan.alertCount))]
    }

    /// When a tick would next do something: a pane ends, a bundle or a delivery falls due. nil:
    /// never, as things stand.
    public var nextDue: Timestamp? {
        guard state.clock != nil else { return nil }
        return [
            state.nextEnd, state.bundles.nextDue, state.outbox.nextDue(), state.silences.nextTurn,
            state.received.isEmpty ? nil : state.receivedBound, nextDueAtDesks,
        ].compactMap { $0 }.min()
    }
}

/// Makes the program of rules; nil where they do not check. It must give the same program for the
/// same rules.
public typealias Linker = @Sendable (RuleSet) -> Program?

extension Registry {
    static let empty = Registry(functions: [], notifiers: [])
}
