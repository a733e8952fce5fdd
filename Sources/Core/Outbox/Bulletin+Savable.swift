public import Model
public import PluginKit

extension Trail: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(end)
        writer.write(step)
        writer.write(UInt32(values.count))
        for value in values { writer.write(value) }
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        let (end, step) = (try reader.timestamp(), try reader.interval())
        self.init(end: end, step: step, values: [])
        for _ in 0..<Int(try reader.integer(UInt32.self)) { values.append(try reader.optional()) }
    }
}

extension Bulletin: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(kind.rawValue)
        writer.write(from)
        writer.write(until)
        for text in [by, comment, matchers] { writer.write(text) }
        for count in [opened, over, open, acknowledged] { writer.write(Int64(count)) }
        writer.write(alerts)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        guard let kind = Kind(rawValue: try reader.integer()) else {
            throw DamagedBytes("a kind of bulletin that there is not")
        }
        self.init(kind, from: try reader.timestamp(), until: try reader.timestamp())
        (by, comment, matchers) = (try reader.text(), try reader.text(), try reader.text())
        (opened, over) = (try reader.tally(), try reader.tally())
        (open, acknowledged) = (try reader.tally(), try reader.tally())
        alerts = try reader.values()
    }
}

extension Bulletin.Tally: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(alert)
        for number in [count, acknowledged] { writer.write(Int64(number)) }
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        self.init(
            try reader.text(), try reader.tally(), acknowledged: try reader.tally())
    }
}
