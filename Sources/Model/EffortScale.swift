/// The marks of a Customer Effort Score, and what more of it says: without both a score cannot be
/// read.
public struct EffortScale: Hashable, Sendable {
    public enum Sense: String, CaseIterable, Sendable {
        /// How easy it was: more is better.
        case ease
        /// How hard it was: less is better.
        case effort
    }

    public var sense: Sense
    public var low: Double
    public var high: Double

    public init(_ sense: Sense, _ low: Double, _ high: Double) {
        self.sense = sense
        self.low = low
        self.high = high
    }
}

extension EffortScale: CustomStringConvertible {
    /// As the rule language writes it: `ease 1..7`.
    public var description: String { "\(sense.rawValue) \(plain(low))..\(plain(high))" }
}

extension EffortScale: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(sense == .ease)
        writer.write(low)
        writer.write(high)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        sense = try reader.bool() ? .ease : .effort
        (low, high) = (try reader.double(), try reader.double())
        guard low < high else { throw DamagedBytes("a scale without marks") }
    }
}
