import Calendars
public import Model
import Plans
public import PluginKit

extension RuleSet: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(UInt32(files.count))
        for file in files {
            writer.write(file.path)
            writer.write(file.text)
        }
        writer.write(UInt32(book.contacts.count))
        for contact in book.contacts {
            writer.write(contact.name)
            writer.write(contact.type)
            writer.write(contact.rate)
        }
        writer.write(UInt32(book.routes.count))
        for route in book.routes {
            writer.write(route.match)
            writer.write(route.notify)
        }
        writer.write(bounds)
        writer.write(tongue)
        writer.write(key)
        for contact in book.contacts { contact.saveManners(to: &writer) }
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        self.init(files: [])
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            files.append(File(path: try reader.text(), text: try reader.text()))
        }
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            let (name, type) = (try reader.text(), try reader.text())
            book.contacts.append(ContactPlan(name, type: type, rate: try reader.value()))
        }
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            let match = try Labels(from: &reader)
            book.routes.append(RoutePlan(match: match, notify: try reader.values()))
        }
        bounds = try reader.value()
        // In a journal it ends its record, and an older one has nothing there.
        if reader.format >= 3, reader.remaining > 0 { tongue = try reader.value() }
        if reader.format >= 5, reader.remaining > 0 { key = try reader.value() }
        if reader.format >= 6, reader.remaining > 0 {
            for index in book.contacts.indices {
                try book.contacts[index].loadManners(from: &reader)
            }
        }
    }
}

extension DeliveryRate: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(Int64(burst))
        writer.write(interval)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        self.init(burst: Int(try reader.integer(Int64.self)), interval: try reader.interval())
        guard burst >= 1, interval >= .zero,
            !interval.nanoseconds.multipliedReportingOverflow(by: Int64(burst)).overflow
        else { throw DamagedBytes("a rate that no settings allow") }
    }
}

extension Bounds: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(Int64(series))
        writer.write(Int64(lineBytes))
        writer.write(Int64(groupsPerKPI))
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        series = Int(try reader.integer(Int64.self))
        lineBytes = Int(try reader.integer(Int64.self))
        groupsPerKPI = Int(try reader.integer(Int64.self))
        // The numbers of series, bytes and rows have 32 bits.
        guard [series, lineBytes, groupsPerKPI].allSatisfy({ 0...Int(Int32.max) ~= $0 }) else {
            throw DamagedBytes("limits that no settings allow")
        }
    }
}

extension ContactPlan {
    /// How it wants to be told: all but who it is.
    func saveManners(to writer: inout ByteWriter) {
        writer.write(tellsBulletins)
        writer.write(hours)
        writer.write(urgent?.rawValue ?? .max)
        writer.write(Int64(storm))
        writer.write(remind)
        writer.write(escalation?.contact ?? "")
        writer.write(escalation?.after)
        writer.write(digest != nil)
        guard let digest else { return }
        writer.write(Int64(digest.weekday?.rawValue ?? -1))
        writer.write(Int64(digest.minute))
        writer.write(digest.calendar)
    }

    mutating func loadManners(from reader: inout ByteReader) throws(DamagedBytes) {
        tellsBulletins = try reader.bool()
        hours = try reader.text()
        urgent = Severity(rawValue: try reader.integer())
        storm = try reader.tally()
        remind = try reader.optional()
        let (contact, after) = (try reader.text(), try reader.optional(Interval.self))
        escalation = after.map { Escalation(to: contact, after: $0) }
        guard try reader.bool() else { return }
        let weekday = Weekday(rawValue: Int(try reader.integer(Int64.self)))
        let minute = try reader.tally()
        digest = DigestPlan(on: weekday, minute: minute, calendar: try reader.text())
    }
}
