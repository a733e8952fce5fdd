public import Model
public import PluginKit

extension Notification.Explanation: Savable {
    public func save(to writer: inout ByteWriter) {
        switch basis {
        case .value: writer.write(UInt8(0))
        case .mean: writer.write(UInt8(1))
        case .shareAbove(let limit):
            writer.write(UInt8(2))
            writer.write(limit)
        case .shareBelow(let limit):
            writer.write(UInt8(3))
            writer.write(limit)
        }
        writer.write(before)
        writer.write(now)
        writer.write(change)
        writer.write(causes)
        writer.write(rest.rate)
        writer.write(rest.mix)
        writer.write(isBroad)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        let basis: Basis
        switch try reader.integer(UInt8.self) {
        case 0: basis = .value
        case 1: basis = .mean
        case 2: basis = .shareAbove(try reader.double())
        case 3: basis = .shareBelow(try reader.double())
        default: throw DamagedBytes("an explanation of what there is not")
        }
        self.init(
            basis: basis, before: try reader.optional(), now: try reader.optional(),
            change: try reader.double(), causes: try reader.values(),
            rest: .init(rate: try reader.double(), mix: try reader.double()),
            isBroad: try reader.bool())
    }
}

extension Notification.Cause: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(group)
        for number in [rate, mix, share] { writer.write(number) }
        writer.write(Int64(samples))
        writer.write(before)
        writer.write(now)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        self.init(
            group: try Labels(from: &reader), rate: try reader.double(),
            mix: try reader.double(), share: try reader.double(),
            samples: Int(try reader.integer(Int64.self)), before: try reader.optional(),
            now: try reader.optional())
    }
}

extension Notification.Quote: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(at)
        writer.write(text)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        let at = try reader.timestamp()
        self.init(try reader.text(), at: at)
    }
}
