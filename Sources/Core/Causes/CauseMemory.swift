import Attribution
import Model
import Plans
import PluginKit

/// What is usual for the leaves of an alert at each hour of the week.
///
/// Of each leaf and hour the mean of what came is kept, as of about the last four weeks; an hour in
/// which nothing came counts as nothing. An hour waits for as long as the window is before it is
/// learnt, and is left out for the groups that are in an incident by then: so a window is not
/// compared with itself.
struct CauseMemory: Equatable, Sendable {
    /// Leaves by the values of their tags, in the order in which they were first learnt.
    private var leaves: [[String]] = []
    private var leafPlaces: [[String]: Int] = [:]
    private var usual: [Usual] = []
    /// For each leaf its group.
    private var groupOf: [Int] = []
    private var groups: [[String]] = []
    private var groupPlaces: [[String]: Int] = [:]
    /// For each group, how often each hour of the week was learnt, up to `Limits.weeksOfUsual`.
    private var times: [[UInt8]] = []
    /// Hours that wait, the oldest first.
    private var waiting: [Hour] = []
    /// When the last hour ended that is known.
    private var heardUntil: Timestamp?
    private let groupTags: Int
    private let isRatio: Bool

    /// What came in one hour.
    fileprivate struct Hour: Equatable, Sendable {
        var end: Timestamp
        var slot: Int
        var came: [(leaf: Int32, tally: Tally)] = []
        /// Groups that are not to learn it.
        var without: Set<Int> = []

        static func == (left: Hour, right: Hour) -> Bool {
            left.end == right.end && left.slot == right.slot && left.without == right.without
                && left.came.count == right.came.count
                && zip(left.came, right.came).allSatisfy {
                    $0.leaf == $1.leaf && $0.tally == $1.tally
                }
        }
    }

    /// Of one leaf, by the hour of the week. Rounded: of means that is enough.
    fileprivate struct Usual: Equatable, Sendable {
        var numerators = Array(repeating: Float(0), count: WeekHour.count)
        /// None of a sum.
        var denominators: [Float]

        init(isRatio: Bool) {
            denominators = isRatio ? Array(repeating: 0, count: WeekHour.count) : []
        }

        mutating func learn(_ tally: Tally, _ slot: Int, rate: Float) {
            numerators[slot] += (Float(tally.numerator) - numerators[slot]) * rate
            guard !denominators.isEmpty else { return }
            denominators[slot] += (Float(tally.denominator) - denominators[slot]) * rate
        }
    }

    init(_ program: CauseProgram) {
        groupTags = program.groupTags
        isRatio = program.plan.isRatio
    }

    /// What one leaf takes in memory.
    static func bytes(isRatio: Bool) -> Int {
        MemoryLayout<Usual>.stride + WeekHour.count * (isRatio ? 8 : 4) + 160
    }

    // MARK: - Learning

    /// Takes down an hour that ended, and learns those that have waited long enough.
    ///
    /// - Parameters:
    ///   - came: leaves by the values of their tags.
    ///   - unusual: groups that are in an incident.
    mutating func hear(
        _ came: [(leaf: [String], tally: Tally)], until end: Timestamp, by program: CauseProgram,
        without unusual: Set<[String]>
    ) {
        // An hour that nobody judged is one in which nothing moved.
        var gap = max((heardUntil ?? end) + .hours(1), end - .days(7))
        while gap < end {
            waiting.append(Hour(end: gap, slot: program.season.hour(until: gap).index))
            gap = gap + .hours(1)
        }
        heardUntil = end
        var hour = Hour(end: end, slot: program.season.hour(until: end).index)
        hour.came = came.map { (Int32(place(of: $0.leaf)), $0.tally) }
        hour.without = Set(unusual.compactMap { groupPlaces[$0] })
        waiting.append(hour)
        let ripe = waiting.prefix { $0.end <= end - program.holdback }.count
        for hour in waiting.prefix(ripe) { learn(hour) }
        waiting.removeFirst(ripe)
    }

    /// What came lately was not usual for a group: an alert opened.
    mutating func disown(_ group: [String], from start: Timestamp) {
        guard let place = groupPlaces[group] else { return }
        for index in waiting.indices where waiting[index].end > start {
            waiting[index].without.insert(place)
        }
    }

    private mutating func place(of leaf: [String]) -> Int {
        if let known = leafPlaces[leaf] { return known }
        leafPlaces[leaf] = leaves.count
        leaves.append(leaf)
        usual.append(Usual(isRatio: isRatio))
        let group = Array(leaf.prefix(groupTags))
        let place = groupPlaces[group] ?? groups.count
        if place == groups.count {
            groupPlaces[group] = place
            groups.append(group)
            times.append(Array(repeating: 0, count: WeekHour.count))
        }
        groupOf.append(place)
        return leaves.count - 1
    }

    private mutating func learn(_ hour: Hour) {
        for group in groups.indices where !hour.without.contains(group) {
            let known = times[group][hour.slot]
            times[group][hour.slot] = min(known + 1, UInt8(Limits.weeksOfUsual))
        }
        var came = Array(repeating: Tally(), count: leaves.count)
        for (leaf, tally) in hour.came { came[Int(leaf)] = tally }
        for leaf in leaves.indices where !hour.without.contains(groupOf[leaf]) {
            let rate = 1 / Float(times[groupOf[leaf]][hour.slot])
            usual[leaf].learn(came[leaf], hour.slot, rate: rate)
        }
    }
}

extension CauseMemory {
    /// What is usual in a window.
    struct Reference {
        var leaves: [[String]: Tally] = [:]
        /// How many times it was seen.
        var weeks: Double
    }

    /// What is usual for the leaves of a group from one time to another; nil: too little is known.
    ///
    /// An hour of the week that is not known yet is taken to be like the same hour of other days,
    /// or else like all hours that are known.
    func reference(for group: [String], _ window: Range<Timestamp>, _ season: Season)
        -> Reference?
    {
        guard let place = groupPlaces[group] else { return nil }
        let known = times[place].indices.filter { times[place][$0] > 0 }
        guard known.count >= 3 else { return nil }
        let weights = Self.weights(window, season)
        var spread = Array(repeating: 0.0, count: WeekHour.count)
        var (seen, all) = (0.0, 0.0)
        for slot in weights.indices where weights[slot] > 0 {
            let day = known.filter { $0 % 24 == slot % 24 }
            let standIns = times[place][slot] > 0 ? [slot] : day.isEmpty ? known : day
            for standIn in standIns {
                let weight = weights[slot] / Double(standIns.count)
                spread[standIn] += weight
                seen += weight * Double(times[place][standIn])
                all += weight
            }
        }
        var reference = Reference(weeks: max(1, seen / max(all, 1e-9)))
        for (leaf, values) in leaves.enumerated() where groupOf[leaf] == place {
            reference.leaves[values] = usual[leaf].tally(spread)
        }
        return reference
    }

    /// How many hours of each hour of the week a window holds.
    private static func weights(_ window: Range<Timestamp>, _ season: Season) -> [Double] {
        var weights = Array(repeating: 0.0, count: WeekHour.count)
        var start = window.lowerBound
        while start < window.upperBound {
            let end = min(start.aligned(to: .hours(1)) + .hours(1), window.upperBound)
            weights[season.hour(until: end).index] += (end - start).seconds / 3_600
            start = end
        }
        return weights
    }
}

extension CauseMemory.Usual {
    fileprivate func tally(_ weights: [Double]) -> Tally {
        var tally = Tally()
        for slot in weights.indices where weights[slot] > 0 {
            tally.numerator += weights[slot] * Double(numerators[slot])
            guard !denominators.isEmpty else { continue }
            tally.denominator += weights[slot] * Double(denominators[slot])
        }
        return tally
    }
}

// MARK: - Checkpoint

extension CauseMemory {
    func save(to writer: inout ByteWriter) {
        writer.write(UInt32(leaves.count))
        for (leaf, values) in leaves.enumerated() {
            writer.write(values)
            let usual = usual[leaf]
            for number in usual.numerators + usual.denominators { writer.write(number.bitPattern) }
        }
        for times in times { for count in times { writer.write(count) } }
        writer.write(heardUntil)
        writer.write(UInt32(waiting.count))
        for hour in waiting { hour.save(to: &writer) }
    }

    mutating func load(from reader: inout ByteReader, _ program: CauseProgram)
        throws(DamagedBytes)
    {
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            let values = try reader.values(String.self)
            guard values.count == program.by.count, leafPlaces[values] == nil else {
                throw DamagedBytes("a segment of other tags, or one that is there twice")
            }
            let leaf = place(of: values)
            for slot in 0..<WeekHour.count {
                usual[leaf].numerators[slot] = Float(bitPattern: try reader.integer())
            }
            for slot in usual[leaf].denominators.indices {
                usual[leaf].denominators[slot] = Float(bitPattern: try reader.integer())
            }
        }
        for group in times.indices {
            for slot in 0..<WeekHour.count { times[group][slot] = try reader.integer() }
        }
        heardUntil = try reader.optional()
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            waiting.append(
                try Hour(from: &reader, leaves: leaves.count, groups: groups.count))
        }
    }
}

extension CauseMemory.Hour {
    fileprivate func save(to writer: inout ByteWriter) {
        writer.write(end)
        writer.write(UInt8(slot))
        writer.write(UInt32(came.count))
        for (leaf, tally) in came {
            writer.write(leaf)
            writer.write(tally.numerator)
            writer.write(tally.denominator)
        }
        writer.write(UInt32(without.count))
        for group in without.sorted() { writer.write(Int32(group)) }
    }

    fileprivate init(from reader: inout ByteReader, leaves: Int, groups: Int)
        throws(DamagedBytes)
    {
        self.init(end: try reader.timestamp(), slot: Int(try reader.integer(UInt8.self)))
        guard slot < WeekHour.count else { throw DamagedBytes("an hour of no week") }
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            let leaf = try reader.integer(Int32.self)
            guard (0..<leaves).contains(Int(leaf)) else {
                throw DamagedBytes("a segment that there is not")
            }
            came.append((leaf, Tally(try reader.double(), over: try reader.double())))
        }
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            let group = Int(try reader.integer(Int32.self))
            guard (0..<groups).contains(group) else {
                throw DamagedBytes("a group that there is not")
            }
            without.insert(group)
        }
    }
}
