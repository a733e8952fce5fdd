public import Model
public import PluginKit

/// What is normal for one group at each hour of the week: `baseline(4w)`.
///
/// Of each hour the mean of its values is kept, for as many weeks as are looked back on. The centre
/// is their median, so that one strange week in three changes little. Special days have hours of
/// their own. While there is too little of an hour, the same hour of all days stands in, and before
/// that all hours.
///
///     slots   | Mon 00h | Mon 01h | ... | Sun 23h | special 00h | ... | special 23h |
///     each    a ring of the means of the last `weeks` times that it came
///
/// The scale is the mean distance of single values from their centre, by the hour of the day,
/// times √(π/2): the standard deviation where values are Gaussian. A distance counts as at most
/// five times the scale.
///
/// - Complexity: O(1) time, and once an hour O(weeks · log), or O(days · log) with what stands in
///   for them; 4 · 192 bytes a week and 0.6 KB.
public struct Norm: Equatable, Sendable {
    /// How many weeks are kept.
    let weeks: Int
    /// By slot, then by week; 0 where there is none yet.
    private var means: [Float]
    /// How many means each slot was given, up to twice the weeks.
    private var given: [UInt8]
    private var filling: Filling?
    private var spread = Spread()
    private(set) var drift = Drift()
    private var heardSince: Timestamp?
    private var recent = Recent()

    /// The hour that goes on.
    struct Filling: Equatable, Sendable {
        var slot: Int
        var began: Timestamp
        var sum: Double
        var count: Int
    }

    /// The centre that was asked for last, so that it is sorted out once an hour and not at each
    /// look.
    private struct Recent: Equatable, Sendable {
        /// -1: none.
        var slot = -1
        /// nil: too little is known.
        var centre: Centre?

        /// It says nothing that the means do not: it is not saved, and tells no two norms apart.
        static func == (_: Recent, _: Recent) -> Bool { true }
    }

    static let slots = WeekHour.count + 24

    /// What one takes in memory, with what the allocator adds to three arrays.
    static func bytes(weeks: Int) -> Int {
        MemoryLayout<Norm>.stride + slots * (weeks * MemoryLayout<Float>.stride + 1)
            + Spread.bytes + 3 * 48
    }

    public init(weeks: Int) {
        self.weeks = weeks
        means = Array(repeating: 0, count: Self.slots * weeks)
        given = Array(repeating: 0, count: Self.slots)
    }

    /// What is to be expected at an hour; nil: too little is known.
    public func expected(at hour: WeekHour) -> Expected? {
        guard let centre = centre(at: hour) else { return nil }
        let scale = spread.scale(at: hour.hourOfDay)
        return Expected(
            centre: centre.value, scale: scale,
            // Of a median: √(π/2) times that of a mean.
            error: scale.map { 1.2533 * $0 / Double(centre.count).squareRoot() })
    }

    /// The same of the hour that goes on, which will be asked for again.
    mutating func expectedNow(_ hour: WeekHour) -> Expected? {
        recall(Self.slot(hour))
        return expected(at: hour)
    }

    /// What is to be expected at an hour to come; nil: too little is known.
    func forecast(_ ahead: Drift.Ahead, at hour: WeekHour) -> Expected? {
        guard let normal = expected(at: hour), let gone = drift.ahead(ahead) else { return nil }
        let scale = gone.variance.squareRoot()
        return Expected(centre: normal.centre + gone.value, scale: scale, error: scale)
    }

    public struct Expected: Equatable, Sendable {
        public var centre: Double
        /// The standard deviation of a value about the centre; nil: unknown yet.
        public var scale: Double?
        /// The standard error of the centre.
        public var error: Double?
    }

    /// - Parameter isOrdinary: whether nothing alerts.
    public mutating func learn(
        _ value: Double, at hour: WeekHour, _ time: Timestamp, isOrdinary: Bool = true
    ) {
        let slot = Self.slot(hour)
        recall(slot)
        guard value.isFinite, abs(value) < 1e30, isOrdinary || !knows(slot) else { return }
        if let centre = recent.centre?.value {
            spread.learn(abs(value - centre), at: hour.hourOfDay)
        }
        // An hour that the clocks show twice is one.
        if let open = filling, open.slot != slot || time - open.began > .hours(3) { close(open) }
        heardSince = heardSince ?? time
        if filling == nil { begin(slot, at: time) }
        filling?.sum += value
        filling?.count += 1
    }

    private mutating func begin(_ slot: Int, at time: Timestamp) {
        filling = Filling(slot: slot, began: time, sum: 0, count: 0)
        // How long values were heard goes by it, and by what `close` adds: by nothing else.
        recent = Recent()
    }

    private mutating func close(_ hour: Filling) {
        let mean = hour.sum / Double(hour.count)
        if let centre = centre(ofSlot: hour.slot)?.value {
            drift.learn(mean - centre, at: hour.began)
        }
        let place = hour.slot * weeks + Int(given[hour.slot]) % weeks
        means[place] = Float(mean)
        given[hour.slot] += 1
        // A ring that is full stays so.
        if Int(given[hour.slot]) == 2 * weeks { given[hour.slot] = UInt8(weeks) }
        filling = nil
    }

    // MARK: - Centres

    private struct Centre {
        var value: Double
        /// Means that it was made of.
        var count: Int
    }

    private static func slot(_ hour: WeekHour) -> Int {
        hour.isSpecial ? WeekHour.count + hour.hourOfDay : hour.index
    }

    private func centre(at hour: WeekHour) -> Centre? { centre(ofSlot: Self.slot(hour)) }

    private mutating func recall(_ slot: Int) {
        if recent.slot != slot { recent = Recent(slot: slot, centre: sortedCentre(ofSlot: slot)) }
    }

    private func centre(ofSlot slot: Int) -> Centre? {
        recent.slot == slot ? recent.centre : sortedCentre(ofSlot: slot)
    }

    private func sortedCentre(ofSlot slot: Int) -> Centre? {
        if knows(slot) { return Self.centre(of: known(slot)) }
        let day = stride(from: slot % 24, to: WeekHour.count, by: 24).flatMap(known)
        if day.count >= 2 { return Self.centre(of: day) }
        guard isHeardLongEnough else { return nil }
        return Self.centre(of: (0..<Self.slots).flatMap(known))
    }

    /// A day of hours, or a week of whatever there was.
    private var isHeardLongEnough: Bool {
        let count = given.reduce(0) { $0 + Int($1) }
        if count >= 24 { return true }
        guard let since = heardSince, let now = filling?.began else { return false }
        return count >= 5 && now - since >= .days(7)
    }

    /// Whether an hour need not be guessed.
    private func knows(_ slot: Int) -> Bool { given[slot] >= min(2, weeks) }

    private func known(_ slot: Int) -> ArraySlice<Float> {
        means[slot * weeks..<slot * weeks + min(Int(given[slot]), weeks)]
    }

    private static func centre(of values: some Collection<Float>) -> Centre {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        let median =
            sorted.count.isMultiple(of: 2)
            ? (Double(sorted[middle - 1]) + Double(sorted[middle])) / 2 : Double(sorted[middle])
        return Centre(value: median, count: sorted.count)
    }
}

extension Norm: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(UInt8(weeks))
        for slot in 0..<Self.slots {
            writer.write(given[slot])
            for mean in known(slot) { writer.write(mean.bitPattern) }
        }
        writer.write(filling)
        writer.write(spread)
        writer.write(drift)
        writer.write(heardSince)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        let weeks = Int(try reader.integer(UInt8.self))
        guard (1...Limits.weeksOfBaseline).contains(weeks) else {
            throw DamagedBytes("a baseline over no weeks, or too many")
        }
        self.init(weeks: weeks)
        for slot in 0..<Self.slots {
            given[slot] = try reader.integer()
            guard given[slot] < 2 * weeks else { throw DamagedBytes("more weeks than are kept") }
            for week in 0..<min(Int(given[slot]), weeks) {
                means[slot * weeks + week] = Float(bitPattern: try reader.integer())
            }
        }
        filling = try reader.optional()
        spread = try reader.value()
        drift = try reader.value()
        heardSince = try reader.optional()
    }
}

extension Norm.Filling: Savable {
    func save(to writer: inout ByteWriter) {
        writer.write(UInt8(slot))
        writer.write(began)
        writer.write(sum)
        writer.write(UInt32(count))
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        slot = Int(try reader.integer(UInt8.self))
        began = try reader.timestamp()
        sum = try reader.double()
        count = Int(try reader.integer(UInt32.self))
        guard slot < Norm.slots, count > 0 else { throw DamagedBytes("an hour of no day") }
    }
}
