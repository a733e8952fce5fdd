import Model

/// What the shop's systems send: contacts and carts, with good hours and bad ones.
struct Feed {
    private var random: SplitMix64
    private var made = 0
    private var strangers = 0
    private var waits: [Double] = Shop.channels.map { _ in 60 }
    private var abandons = 0.3
    private var last: [UInt8] = []
    /// A batch that another one overtakes.
    private var held: [UInt8] = []

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// The mood of a channel changes now and then.
    mutating func drift() {
        for channel in waits.indices where random.happens(0.4) {
            waits[channel] = [20, 60, 170, 250, 500, 900].randomElement(using: &random) ?? 60
        }
        abandons = [0.1, 0.3, 0.7].randomElement(using: &random) ?? 0.3
    }

    mutating func batch(at now: Timestamp, _ fate: inout Fate) -> [UInt8] {
        if fate.happens(.doubled), !last.isEmpty { return last }
        var bytes = fresh(at: now, &fate)
        if !held.isEmpty {
            (bytes, held) = (held, [])
        } else if fate.happens(.reordered) {
            held = bytes
            bytes = fresh(at: now, &fate)
        }
        last = bytes
        return bytes
    }

    private mutating func fresh(at now: Timestamp, _ fate: inout Fate) -> [UInt8] {
        var count = Int.random(in: 1...4, using: &random)
        if fate.happens(.burst) { count = 300 }
        var text = (0..<count).map { _ in line(at: now, &fate) }.joined()
        // Each line a series that nobody has seen: to the limit and beyond.
        if fate.happens(.storm) {
            for _ in 0..<fate.draw(.storm, 10...100) {
                strangers += 1
                text += "contact,channel=chat,team=lyon,visitor=\(strangers) wait=60\n"
            }
        }
        var bytes = Array(text.utf8)
        if fate.happens(.torn) {
            bytes.removeLast(Int(fate.draw(.torn, 0...Int64(bytes.count - 1))))
        }
        return bytes
    }

    private mutating func line(at now: Timestamp, _ fate: inout Fate) -> String {
        if fate.happens(.nonsense) { return "contact,channel= wait=,\n" }
        var time = now
        if fate.happens(.late) { time = now - .seconds(fate.draw(.late, 0...1_200)) }
        if fate.happens(.early) { time = now + .seconds(fate.draw(.early, 0...400)) }
        let stamp = random.happens(0.1) ? "" : " \(time.nanoseconds)"
        return (random.happens(0.3) ? cart() : contact(&fate)) + stamp + "\n"
    }

    private mutating func cart() -> String {
        let event = random.happens(abandons) ? "abandoned" : "created"
        return "cart,event=\(event) amount=\(Int.random(in: 5...90, using: &random))"
    }

    private mutating func contact(_ fate: inout Fate) -> String {
        made += 1
        let place = Int.random(in: Shop.channels.indices, using: &random)
        let team = Shop.teams.randomElement(using: &random) ?? ""
        let strange = fate.happens(.stranger) ? ",desk=\(made)" : ""
        let wait = Int(waits[place] * Double.random(in: 0.5...1.5, using: &random))
        return "contact,channel=\(Shop.channels[place]),team=\(team)\(strange) "
            + "wait=\(wait),id=\"\(made - (random.happens(0.1) ? 1 : 0))\""
    }
}
