public import Model

/// Placeholder until the real one is merged.
public struct Trigger: Sendable {
    private let bar: Double
    public init(_ count: Double, per length: Interval, every: Interval) {
        bar = 4
    }
    public struct Memory: Equatable, Sendable, Savable {
        var above = 0
        public init() {}
        public func save(to writer: inout ByteWriter) { writer.write(UInt32(above)) }
        public init(from reader: inout ByteReader) throws(DamagedBytes) {
            above = Int(try reader.integer(UInt32.self))
        }
    }
    public func step(_ finding: Finding, at time: Timestamp, _ memory: inout Memory) -> Judgement {
        guard let surprise = finding.surprise else { return .learning }
        memory.above = surprise.evidence >= bar ? memory.above + 1 : 0
        return memory.above >= 2 ? .anomalous(surprise) : .calm(surprise)
    }
}
