internal import Model
internal import Statistics

extension ByteWriter {
    /// How many samples they are is written beside them.
    mutating func write(_ moments: Moments) {
        for number in [
            moments.sum, moments.squares, moments.positive, moments.logs, moments.squaredLogs,
        ] { write(number) }
    }
}

extension ByteReader {
    mutating func moments(of samples: Int) throws(DamagedBytes) -> Moments {
        var moments = Moments()
        moments.count = Double(samples)
        moments.sum = try double()
        moments.squares = try double()
        moments.positive = try double()
        guard moments.positive >= 0, moments.positive <= moments.count else {
            throw DamagedBytes("a part greater than the whole")
        }
        moments.logs = try double()
        moments.squaredLogs = try double()
        return moments
    }
}
