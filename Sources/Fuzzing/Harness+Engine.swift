import Core
import Model
import PluginKit

extension Harness {
    static let engine = Harness(
        "engine", "a life of the engine: lines, ticks, replies, new rules and restarts",
        longest: 2_048, seeds: Life.seeds
    ) { bytes throws(Finding) in
        var life = Life()
        var bites = Bites(bytes)
        while !bites.isEmpty { try life.step(&bites) }
        try life.end()
    }
}

/// Two engines that hear the same, one of which is saved and read back now and then: nobody may see
/// a difference.
struct Life: ~Copyable {
    private var engine = Engine(linking: Ward.linker)
    private var twin = Engine(linking: Ward.linker)
    private var now = Ward.start
    private var underWay: [String] = []
    /// A state that somebody is still writing, and what it must come to.
    private var frozen: (state: FrozenState, bytes: [UInt8])?
    private var tickets: UInt64 = 0

    init() {
        _ = engine.apply(.rules(Ward.rules("1")))
        _ = twin.apply(.rules(Ward.rules("1")))
    }

    private enum Step: UInt8, CaseIterable {
        case point, tick, reply, lines, reload, restart, save, freeze, thaw
    }

    static func seeds() -> [[UInt8]] {
        var day = Morsels()
        for minute in 0..<24 as Range<UInt8> {
            for point in 0..<4 as Range<UInt8> {
                day.add(Step.point.rawValue, point, minute &* 7 &+ point, minute, 3, point &* 9, 0)
            }
            day.add(Step.tick.rawValue, 1, 60, Step.reply.rawValue, 0, minute % 3)
            if minute % 5 == 4 { day.add(Step.save.rawValue, Step.freeze.rawValue) }
            if minute % 5 == 2 { day.add(Step.thaw.rawValue) }
            if minute == 12 { day.add(Step.reload.rawValue, 1, Step.restart.rawValue) }
        }
        var raw = Morsels()
        raw.add(Step.lines.rawValue, 0, 2)
        raw.add(piece: Array("c,k=a,t=x w=70,m=9,i=\"1\",b=t\nc,k=z w=1\no e=2.5 5\n".utf8))
        raw.add(Step.tick.rawValue, 2, 2, Step.tick.rawValue, 3, 1, Step.save.rawValue)
        return [day.bytes, raw.bytes, Array(day.bytes.prefix(200))]
    }

    mutating func step(_ bites: inout Bites) throws(Finding) {
        switch Step.allCases[bites.choice(of: Step.allCases.count)] {
        case .point: try hear(lines(Self.point(&bites, now), &bites))
        case .lines:
            let precision = bites.choice(of: Precision.allCases.count)
            let gap = bites.byte()
            now = now + .milliseconds(Int64(gap))
            let batch = Batch(
                bites.piece(), arrival: now, precision: Precision.allCases[precision])
            try hear(.lines(batch, ticket: nil))
        case .tick:
            let unit = bites.choice(of: 6)
            now = now + Self.units[unit] * Int64(bites.byte() % 64)
            try hear(.tick(now))
        case .reply: try reply(&bites)
        case .reload: try hear(.rules(Ward.rules(bites.byte() % 2 == 0 ? "1" : "2")))
        case .restart: try hear(.restarted(now))
        case .save: engine = try Self.restored(engine)
        case .freeze: frozen = (engine.frozen(), Self.saved(engine))
        case .thaw: try thaw()
        }
    }

    private mutating func thaw() throws(Finding) {
        guard let (state, bytes) = frozen else { return }
        frozen = nil
        try expect(Self.saved(state) == bytes, "a frozen state shows what came after it")
    }

    /// Up to days in one step: a machine may have slept.
    private static let units: [Interval] = [
        .milliseconds(10), .seconds(1), .seconds(20), .minutes(1), .minutes(10), .hours(2),
    ]

    private mutating func lines(_ text: String, _ bites: inout Bites) -> Event {
        now = now + .milliseconds(Int64(bites.byte()) * 20)
        tickets += 1
        return .lines(Batch(Array(text.utf8), arrival: now), ticket: tickets)
    }

    /// A point that is likely to count: the fuzzer shapes it and need not spell it.
    private static func point(_ bites: inout Bites, _ now: Timestamp) -> String {
        let (kind, value, id) = (bites.byte(), bites.byte(), bites.byte())
        let age = Int64(bites.byte()) - 20
        let time = (now - .seconds(age)).nanoseconds
        let tags = ["", ",k=a", ",k=b,t=x", ",t=y,k=c"][Int(kind % 4)]
        guard kind & 0x80 == 0 else { return "o\(tags) e=\(value)i \(time)" }
        let mark = value % 11
        return "c\(tags) w=\(value),m=\(mark),i=\"\(id)\",b=\(id % 2 == 0) \(time)"
    }

    private mutating func reply(_ bites: inout Bites) throws(Finding) {
        let place = bites.choice(of: max(1, underWay.count))
        let kind = bites.byte()
        let id = underWay.isEmpty ? "unknown" : underWay.remove(at: place)
        let outcome: Outcome =
            switch kind % 4 {
            case 0: .delivered
            case 1: .refused(reason: "no")
            case 2: .later(reason: "busy", after: nil)
            default: .later(reason: "busy", after: .seconds(Int64(kind)))
            }
        try hear(.reply(DeliveryReply(delivery: id, outcome: outcome, at: now)))
    }

    private mutating func hear(_ event: Event) throws(Finding) {
        let effects = engine.apply(event)
        let twins = twin.apply(event)
        try expect(
            effects.map { "\($0)" } == twins.map { "\($0)" },
            "the engine that was read back says \(effects), the other \(twins)")
        for case .send(let delivery) in effects { underWay.append(delivery.id) }
    }

    /// Saved and read back; what is saved again must be the same bytes.
    static func restored(_ engine: borrowing Engine) throws(Finding) -> Engine {
        let bytes = saved(engine)
        var reader = ByteReader(bytes)
        do throws(DamagedBytes) {
            let restored = try Engine(
                from: &reader, format: Engine.format, linking: Ward.linker)
            guard reader.remaining == 0 else { throw DamagedBytes("\(reader.remaining) are left") }
            guard saved(restored) == bytes else { throw DamagedBytes("saved again it is another") }
            return restored
        } catch { throw Finding("what was saved cannot be read: \(error.reason)") }
    }

    static func saved(_ engine: borrowing Engine) -> [UInt8] {
        saved(engine.frozen())
    }

    private static func saved(_ state: FrozenState) -> [UInt8] {
        var writer = ByteWriter()
        state.save(to: &writer)
        return writer.bytes
    }

    mutating func end() throws(Finding) {
        try thaw()
        _ = engine.status()
        try expect(Self.saved(engine) == Self.saved(twin), "the two remember different things")
        _ = try Self.restored(engine)
    }
}
