import Model

/// What the shop's systems send: contacts and carts, with good hours and bad ones.
struct Feed {
    private var random: SplitMix64
    private var made = 0
    private var waits: [Double] = Shop.channels.map { _ in 60 }
    private var abandons = 0.3
    private var last: [UInt8] = []

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// The mood of a channel changes now and then.
    mutating func drift() {
        for channel in waits.indices where random.happens(0.4) {
            waits[channel] = [20, 60, 170, 250, 500, 900].randomElement(using: &random) ?? 60
        }
        abandons = [0.1, 0.3, 0.7].randomElement(using: &random) ?? 0.3
    }

    mutating func batch(at now: Timestamp, _ faults: Faults) -> [UInt8] {
        if random.happens(faults.doubled), !last.isEmpty { return last }
        let count =
            random.happens(faults.burst) ? 300 : Int.random(in: 1...4, using: &random)
        var bytes = Array((0..<count).map { _ in line(at: now, faults) }.joined().utf8)
        if random.happens(faults.torn) {
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
        }
        last = bytes
        return bytes
    }

    private mutating func line(at now: Timestamp, _ faults: Faults) -> String {
        if random.happens(faults.nonsense) { return "contact,channel= wait=,\n" }
        var time = now
        if random.happens(faults.late) {
            time = now - .seconds(.random(in: 0...1_200, using: &random))
        }
        if random.happens(faults.early) {
            time = now + .seconds(.random(in: 0...400, using: &random))
        }
        let stamp = random.happens(0.1) ? "" : " \(time.nanoseconds)"
        return (random.happens(0.3) ? cart() : contact(faults)) + stamp + "\n"
    }

    private mutating func cart() -> String {
        let event = random.happens(abandons) ? "abandoned" : "created"
        return "cart,event=\(event) amount=\(Int.random(in: 5...90, using: &random))"
    }

    private mutating func contact(_ faults: Faults) -> String {
        made += 1
        let place = Int.random(in: Shop.channels.indices, using: &random)
        let team = Shop.teams.randomElement(using: &random) ?? ""
        let strange = random.happens(faults.stranger) ? ",desk=\(made)" : ""
        let wait = Int(waits[place] * Double.random(in: 0.5...1.5, using: &random))
        return "contact,channel=\(Shop.channels[place]),team=\(team)\(strange) "
            + "wait=\(wait),id=\"\(made - (random.happens(0.1) ? 1 : 0))\""
    }
}
