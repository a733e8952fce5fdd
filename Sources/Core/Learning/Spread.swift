import Model

/// How far values usually lie from what was expected, by the hour of the day and in all.
///
/// A mean of distances that forgets: robust against one wild value by a cap, and it follows when
/// what is usual changes.
struct Spread: Equatable, Sendable {
    private var byHour = [Mean](repeating: Mean(), count: 24)
    private var whole = Mean()

    private struct Mean: Equatable {
        var value: Float = 0
        var count: Float = 0

        /// Distances remembered, about: some weeks of hours, some days of minutes.
        static let memory: Float = 500
        static let cap: Float = 5

        mutating func learn(_ distance: Float) {
            count = min(count + 1, Self.memory)
            // The first ones say how large the rest will be.
            let capped = count > 10 ? min(distance, max(Self.cap * value, value + 1e-9)) : distance
            value += (capped - value) / count
        }
    }

    /// Of its array.
    static let bytes = 24 * MemoryLayout<Mean>.stride

    mutating func learn(_ distance: Double, at hour: Int) {
        byHour[hour].learn(Float(distance))
        whole.learn(Float(distance))
    }

    /// As a standard deviation; nil: too little is known.
    func scale(at hour: Int) -> Double? {
        let own = byHour[hour]
        let mean = own.count >= 10 ? own : whole
        // √(π/2): a Gaussian's standard deviation by its mean distance.
        return mean.count >= 10 ? 1.2533 * Double(mean.value) : nil
    }
}

extension Spread: Savable {
    func save(to writer: inout ByteWriter) {
        for mean in byHour + [whole] {
            writer.write(mean.value.bitPattern)
            writer.write(mean.count.bitPattern)
        }
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        for index in 0...byHour.count {
            let mean = Mean(
                value: Float(bitPattern: try reader.integer()),
                count: Float(bitPattern: try reader.integer()))
            guard mean.value >= 0, mean.count >= 0 else { throw DamagedBytes("a negative spread") }
            if index < byHour.count { byHour[index] = mean } else { whole = mean }
        }
    }
}
