public import Core
public import Host
public import Model
import PluginKit

/// A world made up from a seed: its clock, its disk, its senders, its receivers and its operator.
///
/// Time passes only in `next`.
public struct SimulatedWorld: World {
    public var disk = MemoryDisk()
    var clock: SimulatedClock
    private let end: Timestamp
    private var random: SplitMix64
    var fate: Fate
    let trial: Trial
    private var feed: Feed
    private(set) var receivers: [String: Receiver] = [:]
    private var nextBatch: Timestamp
    private var nextHour: Timestamp
    private var isSilent = false
    private var roomAgain = Timestamp.distantPast
    private var upAgain: [String: Timestamp] = [:]
    private var answers: [(at: Timestamp, reply: DeliveryReply)] = []
    private var orders: [Event] = []
    private var operatorsOrders = Orders()
    /// What the operator last put in force.
    private(set) var wanted = Shop.Settings()
    private var ticket: UInt64 = 0
    private(set) var sends = 0
    private(set) var callsBeforeRest = 0
    private(set) var chronicle = Chronicle()

    // What the checkers read after a turn.
    private(set) var heard: Event?
    private(set) var carried: [Effect] = []
    private(set) var turnedAway: [UInt64] = []
    private(set) var restored: (checkpoint: String, events: Int, next: UInt64)?
    private(set) var damage: [String] = []
    /// How long a sync takes that nobody waits for, and when the one that is under way is done.
    var syncTakes = Interval.zero
    private var syncedAt: Timestamp?
    /// Effects until the process dies; never: -1.
    var effectsUntilDeath = -1

    init(_ trial: Trial, from start: Timestamp, to end: Timestamp) {
        random = SplitMix64(seed: trial.seed)
        fate = Fate(
            seed: random.next(),
            without: Set(trial.mishap == nil ? trial.spared : Fault.allCases))
        self.trial = trial
        clock = SimulatedClock(start)
        self.end = end
        feed = Feed(seed: random.next())
        for name in Shop.contacts { receivers[name] = Receiver(seed: random.next()) }
        nextBatch = start + .seconds(1)
        nextHour = start
        if case .death(let effect) = trial.mishap { effectsUntilDeath = effect }
        if case .disk(let call, let fault, let kills) = trial.mishap {
            (disk.faultyCall, disk.fault, disk.killsAtFault) = (call, fault, kills)
        }
    }

    public func now() -> Timestamp { clock.shown }
    var truth: Timestamp { clock.truth }

    /// No fault from here on, and the clock is put right.
    mutating func calmDown(at seen: Timestamp) {
        fate.isCalm = true
        callsBeforeRest = disk.calls
        effectsUntilDeath = -1
        disk.revive()
        clock.mend(notBefore: seen)
        disk.isFull = false
        for name in Shop.contacts { receivers[name]?.isDown = false }
        befall("from here on nothing goes wrong, and no more lines come")
    }

    var isResting: Bool { answers.isEmpty }

    mutating func forget() {
        heard = nil
        carried = []
        turnedAway = []
        restored = nil
        damage = []
        disk.replacements = []
    }

    /// Another process begins. The connections of the dead one are gone, whatever the receivers
    /// made of them.
    mutating func reboot() {
        answers = []
        syncedAt = nil
        clock.pass(to: truth + random.wait(.seconds(30)))
        disk.revive()
        effectsUntilDeath = -1
        forget()
    }

    /// As the daemon does when it begins: rules that are not in force are.
    mutating func order(unless inForce: RuleSet) {
        orders = inForce == wanted.ruleSet ? [] : [.rules(wanted.ruleSet)]
    }

    /// What people were told may be forgotten.
    mutating func forgive() {
        for name in Shop.contacts { receivers[name]?.beginAnew() }
    }

    mutating func befall(_ words: String) { chronicle.note(.befell(words), at: truth) }
}

// MARK: what happens next

extension SimulatedWorld {
    public mutating func next(due: Timestamp?) -> Event? {
        if disk.isSyncing, syncedAt == nil { syncedAt = truth + syncTakes }
        defer { finishSyncs() }
        heard = fate.isCalm ? calmEvent(due) : event(due)
        if let heard { chronicle.note(.heard(heard), at: truth) }
        return heard
    }

    private mutating func finishSyncs() {
        guard let syncedAt, truth >= syncedAt else { return }
        disk.finishSyncs()
        self.syncedAt = nil
    }

    private mutating func event(_ due: Timestamp?) -> Event? {
        guard truth < end else { return nil }
        if nextHour <= truth { turnHour() }
        if !orders.isEmpty { return orders.removeFirst() }
        let tick = nextTick(due)
        let answer = answers.map(\.at).min() ?? end
        clock.pass(to: min(tick, answer, nextBatch, end))
        heal()
        if answer <= truth, !answers.isEmpty { return reply() }
        if nextBatch <= truth { return lines() }
        return .tick(now())
    }

    private mutating func calmEvent(_ due: Timestamp?) -> Event? {
        if !orders.isEmpty { return orders.removeFirst() }
        let tick = nextTick(due)
        let answer = answers.map(\.at).min() ?? tick
        clock.pass(to: min(tick, answer))
        return answer <= truth && !answers.isEmpty ? reply() : .tick(now())
    }

    /// Whoever sleeps by a clock that was put back, or has nothing to wait for, must not sleep for
    /// ever.
    private func nextTick(_ due: Timestamp?) -> Timestamp {
        let latest = truth + .seconds(30)
        return min(max(due.map(clock.truth(at:)) ?? latest, truth), latest)
    }

    private mutating func reply() -> Event {
        let first = answers.indices.min { answers[$0].at < answers[$1].at } ?? 0
        var reply = answers.remove(at: first).reply
        reply.at = now()
        return .reply(reply)
    }

    private mutating func lines() -> Event {
        let mean = isSilent ? Interval.hours(1) : .seconds(45)
        nextBatch = truth + random.wait(mean)
        ticket += 1
        let bytes = feed.batch(at: now(), &fate)
        return .lines(Batch(bytes, arrival: now(), source: .http), ticket: ticket)
    }

    private mutating func heal() {
        if truth >= roomAgain, disk.isFull {
            disk.isFull = false
            befall("there is room on the disk again")
        }
        for name in Shop.contacts where receivers[name]?.isDown == true {
            if truth >= upAgain[name] ?? truth { receivers[name]?.isDown = false }
        }
    }
}

// MARK: fate

extension SimulatedWorld {
    /// Once an hour, fate looks in.
    private mutating func turnHour() {
        nextHour = truth + .hours(1)
        feed.drift()
        isSilent = fate.happens(.silence)
        turnClock()
        turnOperator()
        if fate.happens(.fullDisk) {
            disk.isFull = true
            roomAgain = truth + .seconds(fate.draw(.fullDisk, 1...1_800))
            befall("the disk is full, for \(roomAgain - truth)")
        }
        for name in Shop.contacts where fate.happens(.outage) {
            let length = Interval.seconds(fate.draw(.outage, 60...3_600))
            upAgain[name] = truth + length
            receivers[name]?.isDown = true
            befall("\(name) is down, for \(length)")
        }
    }

    private mutating func turnClock() {
        if fate.happens(.clockForward) { put(.seconds(fate.draw(.clockForward, 1...7_200))) }
        if fate.happens(.clockBack) { put(.seconds(-fate.draw(.clockBack, 1...3_600))) }
        if fate.happens(.clockStall) {
            let length = Interval.seconds(fate.draw(.clockStall, 1...1_800))
            let catchesUp = fate.draw(.clockStall, 0...1) == 0
            clock.standStill(for: length, catchesUp: catchesUp)
            befall("the clock stands still for \(length)" + (catchesUp ? ", then jumps" : ""))
        }
    }

    private mutating func put(_ step: Interval) {
        clock.put(by: step)
        befall("the clock is put by \(step)")
    }

    private mutating func turnOperator() {
        let before = wanted
        if fate.happens(.newRules) { wanted.rules = fate.pick(.newRules, ["first", "second"]) }
        if fate.happens(.newContacts) {
            wanted.book = fate.pick(.newContacts, ["all", "few", "slow"])
        }
        if fate.happens(.newBounds) {
            wanted.series = fate.pick(.newBounds, [24, Shop.mostSeries])
        }
        if wanted != before {
            orders = [.rules(wanted.ruleSet)]
            befall("the operator changes the settings")
        }
        if fate.happens(.orders) {
            ticket += 1
            let order = operatorsOrders.draw(at: now(), &fate)
            orders.append(.order(order, at: now(), ticket: ticket))
        }
    }
}

// MARK: what it is told

extension SimulatedWorld {
    public mutating func carry(_ effect: Effect) {
        guard !disk.isDead else { return }
        if effectsUntilDeath == 0 { return disk.die() }
        effectsUntilDeath -= 1
        if trial.sabotage == .keepsQuiet, case .transition(let step) = effect, step.to == .ok {
            return
        }
        carried.append(effect)
        chronicle.note(.said(effect), at: truth)
        operatorsOrders.hear(effect)
        if case .send(let delivery) = effect { send(delivery) }
    }

    private mutating func send(_ delivery: Delivery) {
        sends += 1
        if case .delivery(sends, let fault) = trial.mishap { fate.forced = fault }
        guard let (outcome, delay) = answer(delivery) else { return }
        if outcome != .delivered {
            befall("\(delivery.contact) answers \(delivery.id) with \(outcome)")
        }
        answers.append(
            (truth + delay, DeliveryReply(delivery: delivery.id, outcome: outcome, at: now())))
    }

    private mutating func answer(_ delivery: Delivery) -> (Outcome, Interval)? {
        switch trial.sabotage {
        case .tellsNobody: return (.delivered, .seconds(1))
        case .tellsTwice:
            var twin = delivery
            twin.id += "-again"
            receivers[delivery.contact]?.take(twin)
        default: break
        }
        return receivers[delivery.contact]?.answer(delivery, &fate)
    }

    public mutating func turnedAway(_ ticket: UInt64?, _ batch: Batch, because error: DiskError) {
        guard !disk.isDead, let ticket else { return }
        turnedAway.append(ticket)
    }

    public mutating func say(_ remark: HostRemark) {
        chronicle.note(.remarked(remark), at: truth)
        switch remark {
        case .restored(let checkpoint, let events, let next):
            restored = (checkpoint, events, next)
        case .damaged(let file, let reason, _): damage.append("\(file): \(reason)")
        default: break
        }
    }
}
