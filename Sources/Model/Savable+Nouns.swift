extension AlertState: Savable {
    public func save(to writer: inout ByteWriter) {
        switch self {
        case .ok: writer.write(0 as UInt8)
        case .pending: writer.write(1 as UInt8)
        case .noData: writer.write(2 as UInt8)
        case .firing(let severity): writer.write(3 + severity.rawValue)
        }
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        switch try reader.integer(UInt8.self) {
        case 0: self = .ok
        case 1: self = .pending
        case 2: self = .noData
        case let code:
            guard let severity = Severity(rawValue: code - 3) else {
                throw DamagedBytes("an alert state that there is not")
            }
            self = .firing(severity)
        }
    }
}

extension Double: Savable {
    public func save(to writer: inout ByteWriter) { writer.write(self) }
    public init(from reader: inout ByteReader) throws(DamagedBytes) { self = try reader.double() }
}

extension Unit: Savable {
    public func save(to writer: inout ByteWriter) {
        switch self {
        case .bool: writer.write(0 as UInt8)
        case .text: writer.write(1 as UInt8)
        case .count: writer.write(2 as UInt8)
        case .number: writer.write(3 as UInt8)
        case .duration: writer.write(4 as UInt8)
        case .percent: writer.write(5 as UInt8)
        case .score(let low, let high):
            writer.write(6 as UInt8)
            writer.write(low)
            writer.write(high)
        case .points: writer.write(7 as UInt8)
        case .money(let currency):
            writer.write(8 as UInt8)
            writer.write(currency)
        case .per(let unit, let interval):
            writer.write(9 as UInt8)
            writer.write(unit)
            writer.write(interval)
        case .ces(let scale):
            writer.write(10 as UInt8)
            writer.write(scale)
        }
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        try self.init(from: &reader, depth: 0)
    }

    /// Damaged bytes may nest without end; units do not.
    private init(from reader: inout ByteReader, depth: Int) throws(DamagedBytes) {
        let simple: [Unit] = [.bool, .text, .count, .number, .duration, .percent]
        switch Int(try reader.integer(UInt8.self)) {
        case let code where code < simple.count: self = simple[code]
        case 6: self = .score(try reader.double(), try reader.double())
        case 7: self = .points
        case 8: self = .money(try reader.text())
        case 9 where depth < 8:
            self = .per(try Unit(from: &reader, depth: depth + 1), try reader.interval())
        case 10: self = .ces(try EffortScale(from: &reader))
        default: throw DamagedBytes("a unit that there is not")
        }
    }
}

extension Interval: Savable {
    public func save(to writer: inout ByteWriter) { writer.write(self) }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        self = try reader.interval()
    }
}
