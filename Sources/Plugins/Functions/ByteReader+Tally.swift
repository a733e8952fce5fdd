internal import Model

extension ByteReader {
    /// How many of `whole`: no more than there are.
    mutating func tally(of whole: Int) throws(DamagedBytes) -> Int {
        let part = try tally()
        guard part <= whole else { throw DamagedBytes("a part greater than the whole") }
        return part
    }
}
