public import Calendars
import Foundation

/// Where the machine keeps its time zones.
public let zoneFolder = "/usr/share/zoneinfo"

/// A time zone of this machine, as the daemon reads it.
public func zone(_ name: String) throws -> Zone {
    let file = URL(fileURLWithPath: "\(zoneFolder)/\(name)")
    return try Zone(name: name, tzif: [UInt8](try Data(contentsOf: file)))
}
