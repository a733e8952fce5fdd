public import Model
public import Statistics

extension UpperTail: Savable {
    public func save(to writer: inout ByteWriter) {
        for number in numbers { writer.write(number.bitPattern) }
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        var numbers: [Float] = []
        numbers.reserveCapacity(Self.numberCount)
        for _ in 0..<Self.numberCount {
            numbers.append(Float(bitPattern: try reader.integer()))
        }
        guard let tail = UpperTail(numbers: numbers) else {
            throw DamagedBytes("a tail of nothing that can be counted")
        }
        self = tail
    }
}
