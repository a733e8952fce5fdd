public import Core
public import Host
public import Model

/// A world made up from a seed: its clock, its disk, its senders, its receivers and its operator.
///
/// Time passes only in `next`. There is the time that truly is, by which things are scheduled, and
/// the time that the clock shows, which may be put forward and back.
public struct SimulatedWorld: World {
    public var disk = MemoryDisk()
    private(set) var truth: Timestamp
    private var skew = Interval.zero
    private let end: Timestamp
    private var random: SplitMix64
    let faults: Faults
    /// With no faults any more and no more lines, to see whether everything comes to rest.
    private(set) var isCalm = false
    private var feed: Feed
    private(set) var receivers: [String: Receiver]
    private var nextBatch: Timestamp
    private var nextHour: Timestamp
    private var isSilent = false
    private var roomAgain = Timestamp.distantPast
    private var upAgain = Timestamp.distantPast
    private var answers: [(at: Timestamp, reply: DeliveryReply)] = []
    private var orders: [Event] = []
    /// What the operator last put in force.
    private var wanted = Shop.rules("first")
    private var ticket: UInt64 = 0

    // What the checker reads after a turn.
    private(set) var heard: Event?
    private(set) var carried: [Effect] = []
    private(set) var turnedAway: [UInt64] = []
    private(set) var restored: (checkpoint: String, next: UInt64)?
    private(set) var damage: [String] = []
    /// Effects until the process dies; never: -1.
    var effectsUntilDeath = -1

    init(seed: UInt64, from start: Timestamp, to end: Timestamp) {
        random = SplitMix64(seed: seed)
        faults = Faults(&random)
        truth = start
        self.end = end
        feed = Feed(seed: random.next())
        receivers = ["room": Receiver(seed: random.next()), "hook": Receiver(seed: random.next())]
        nextBatch = start + .seconds(1)
        nextHour = start
    }

    public func now() -> Timestamp { truth + skew }

    /// No fault from here on, and the clock is put right.
    mutating func calmDown(at clock: Timestamp) {
        isCalm = true
        effectsUntilDeath = -1
        disk.revive()
        skew = max(skew, clock - truth)
        disk.isFull = false
        for name in receivers.keys.sorted() { receivers[name]?.isDown = false }
    }

    var isResting: Bool { answers.isEmpty }

    mutating func forget() {
        heard = nil
        carried = []
        turnedAway = []
        restored = nil
        damage = []
        disk.begun = []
    }

    /// Another process begins. The connections of the dead one are gone, whatever the receivers
    /// made of them.
    mutating func reboot() {
        answers = []
        truth = truth + random.wait(.seconds(30))
        disk.revive()
        effectsUntilDeath = -1
        forget()
    }

    /// As the daemon does when it begins: rules that are not in force are.
    mutating func order(unless inForce: RuleSet) {
        orders = inForce == wanted ? [] : [.rules(wanted)]
    }
}

// MARK: what happens next

extension SimulatedWorld {
    public mutating func next(due: Timestamp?) -> Event? {
        heard = isCalm ? calmEvent(due) : event(due)
        return heard
    }

    private mutating func event(_ due: Timestamp?) -> Event? {
        guard truth < end else { return nil }
        if nextHour <= truth { turnHour() }
        if !orders.isEmpty { return orders.removeFirst() }
        // Whoever sleeps by a clock that was put back must not sleep for ever.
        let tick = min(max((due ?? now()) - skew, truth), truth + .seconds(30))
        let answer = answers.map(\.at).min() ?? end
        truth = min(max(truth, min(tick, answer, nextBatch)), max(end, truth))
        heal()
        if answer <= truth, !answers.isEmpty { return reply() }
        if nextBatch <= truth { return lines() }
        return .tick(now())
    }

    private mutating func calmEvent(_ due: Timestamp?) -> Event? {
        let tick = min(max((due ?? now()) - skew, truth), truth + .seconds(30))
        let answer = answers.map(\.at).min() ?? tick
        truth = max(truth, min(tick, answer))
        return answer <= truth && !answers.isEmpty ? reply() : .tick(now())
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
        let bytes = feed.batch(at: now(), faults)
        return .lines(Batch(bytes, arrival: now(), source: .http), ticket: ticket)
    }

    /// Once an hour, fate looks in.
    private mutating func turnHour() {
        nextHour = truth + .hours(1)
        feed.drift()
        isSilent = random.happens(faults.silence)
        if random.happens(faults.clockForward) {
            skew = skew + .seconds(.random(in: 1...7_200, using: &random))
        }
        if random.happens(faults.clockBack) {
            skew = skew - .seconds(.random(in: 1...3_600, using: &random))
        }
        if random.happens(faults.reload) {
            wanted = Shop.rules(Bool.random(using: &random) ? "first" : "second")
            orders = [.rules(wanted)]
        }
        if random.happens(faults.fullDisk) {
            disk.isFull = true
            roomAgain = truth + .seconds(.random(in: 1...1_800, using: &random))
        }
        if random.happens(faults.outage) {
            upAgain = truth + .seconds(.random(in: 60...3_600, using: &random))
            receivers["hook"]?.isDown = true
        }
    }

    private mutating func heal() {
        if truth >= roomAgain { disk.isFull = false }
        if truth >= upAgain { receivers["hook"]?.isDown = false }
    }
}

// MARK: what it is told

extension SimulatedWorld {
    public mutating func carry(_ effect: Effect) {
        guard !disk.isDead else { return }
        if effectsUntilDeath == 0 { return disk.die() }
        effectsUntilDeath -= 1
        carried.append(effect)
        let faults = isCalm ? .none : faults
        guard case .send(let delivery) = effect,
            let (outcome, delay) = receivers[delivery.contact]?.answer(delivery, faults)
        else { return }
        answers.append(
            (truth + delay, DeliveryReply(delivery: delivery.id, outcome: outcome, at: now())))
    }

    public mutating func turnedAway(_ ticket: UInt64?, _ batch: Batch, because error: DiskError) {
        guard !disk.isDead, let ticket else { return }
        turnedAway.append(ticket)
    }

    public mutating func say(_ remark: HostRemark) {
        switch remark {
        case .restored(let checkpoint, _, let next): restored = (checkpoint, next)
        case .damaged(let file, let reason, _): damage.append("\(file): \(reason)")
        default: break
        }
    }
}
