import Model

/// What comes back with a season: a deviation for each of some buckets round it, between whose
/// middles one goes in a straight line.
///
///     bucket   0   |   1   |   2   | ... back to 0
///     phase    0.5     1.5     2.5       in buckets
///
/// - Complexity: O(1); 6 bytes a bucket.
struct Profile: Sendable {
    private var deviations: [Float]
    /// What each bucket has learnt from, in values, up to a bound.
    private var seen: [UInt16]

    /// - Parameter buckets: none where there is no such season; then nothing deviates.
    init(_ buckets: Int) {
        deviations = Array(repeating: 0, count: buckets)
        seen = Array(repeating: 0, count: buckets)
    }

    /// Two buckets and the part that the second has in what lies between their middles.
    struct Place: Sendable {
        var first: Int
        var second: Int
        var part: Double
    }

    /// - Parameters:
    ///   - turn: how much of the season has passed, 0..<1.
    ///   - isSmooth: whether values within a bucket differ by where they stand in it.
    func place(ofTurn turn: Double, isSmooth: Bool) -> Place {
        let count = deviations.count
        let phase = turn * Double(count)
        guard isSmooth, count > 2 else {
            let bucket = min(max(0, count - 1), max(0, Int(phase + 1e-6)))
            return Place(first: bucket, second: bucket, part: 0)
        }
        let shifted = phase >= 0.5 ? phase - 0.5 : phase - 0.5 + Double(count)
        let first = min(count - 1, max(0, Int(shifted)))
        return Place(
            first: first, second: first + 1 == count ? 0 : first + 1,
            part: min(1, max(0, shifted - Double(first))))
    }

    /// 0 where nothing was learnt.
    func deviation(at place: Place) -> Double {
        guard !deviations.isEmpty else { return 0 }
        if seen[place.first] == 0 { return Double(deviations[place.second]) }
        if seen[place.second] == 0 { return Double(deviations[place.first]) }
        return Double(deviations[place.first]) * (1 - place.part)
            + Double(deviations[place.second]) * place.part
    }

    /// What was learnt there, in values: of the bucket in which the place lies.
    func seen(at place: Place) -> Double {
        deviations.isEmpty ? 0 : Double(seen[place.part < 0.5 ? place.first : place.second])
    }

    mutating func learn(_ distance: Double, at place: Place, gain: Double) {
        guard !deviations.isEmpty else { return }
        let near = place.part < 0.5 ? place.first : place.second
        if seen[near] < .max { seen[near] += 1 }
        deviations[place.first] += Float(distance * gain * (1 - place.part))
        if place.part > 0 { deviations[place.second] += Float(distance * gain * place.part) }
    }
}

extension Profile: Savable {
    private static let mostBuckets = 288

    func save(to writer: inout ByteWriter) {
        writer.write(UInt16(deviations.count))
        for index in deviations.indices {
            writer.write(deviations[index])
            writer.write(seen[index])
        }
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        let count = Int(try reader.integer(UInt16.self))
        guard count <= Self.mostBuckets else { throw DamagedBytes("a season of too many buckets") }
        self.init(count)
        for index in 0..<count {
            deviations[index] = try reader.float()
            seen[index] = try reader.integer()
        }
    }
}
