public import Model
import Plans
import PluginKit

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
            writer.write(Int64(contact.rate.burst))
            writer.write(contact.rate.interval)
        }
        writer.write(UInt32(book.routes.count))
        for route in book.routes {
            writer.write(route.match)
            writer.write(route.notify)
        }
        writer.write(Int64(bounds.series))
        writer.write(Int64(bounds.lineBytes))
        writer.write(Int64(bounds.groupsPerKPI))
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        self.init(files: [])
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            files.append(File(path: try reader.text(), text: try reader.text()))
        }
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            let (name, type) = (try reader.text(), try reader.text())
            let burst = Int(try reader.integer(Int64.self))
            let rate = DeliveryRate(burst: burst, interval: try reader.interval())
            book.contacts.append(ContactPlan(name, type: type, rate: rate))
        }
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            let match = try Labels(from: &reader)
            book.routes.append(RoutePlan(match: match, notify: try reader.values()))
        }
        bounds.series = Int(try reader.integer(Int64.self))
        bounds.lineBytes = Int(try reader.integer(Int64.self))
        bounds.groupsPerKPI = Int(try reader.integer(Int64.self))
    }
}
