internal import Model
internal import Statistics

extension ByteWriter {
    mutating func write(_ moments: Moments) {
        write(Int(moments.count))
        for number in [
            moments.sum, moments.squares, moments.positive, moments.logs, moments.squaredLogs,
        ] { write(number) }
    }
}

extension ByteReader {
    mutating func moments() throws(DamagedBytes) -> Moments {
        var moments = Moments()
        moments.count = Double(try tally())
        guard moments.count <= 0x1p48 else { throw DamagedBytes("more samples than can be") }
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
