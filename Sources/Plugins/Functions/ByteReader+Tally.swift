internal import Model

extension ByteReader {
    /// How many of something: a whole number that is not negative.
    mutating func tally() throws(DamagedBytes) -> Int {
        let count = try integer(Int.self)
        guard count >= 0 else { throw DamagedBytes("a count below zero") }
        return count
    }

    /// How many of `whole`: no more than there are.
    mutating func tally(of whole: Int) throws(DamagedBytes) -> Int {
        let part = try tally()
        guard part <= whole else { throw DamagedBytes("a part greater than the whole") }
        return part
    }
}
