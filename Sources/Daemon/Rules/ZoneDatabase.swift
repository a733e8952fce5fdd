public import Calendars
import Foundation

/// The time zones of this machine: the IANA database as files, compiled by `zic`.
///
/// - Source: tzfile(5), tzset(3).
public struct ZoneDatabase: Sendable {
    private let folder: String

    /// - Parameter folder: nil: where `TZDIR` says, or where systems keep it.
    public init(folder: String? = nil) {
        self.folder =
            folder ?? ProcessInfo.processInfo.environment["TZDIR"] ?? "/usr/share/zoneinfo"
    }

    /// nil: there is none of this name, or it cannot be read.
    public func zone(named name: String) -> Zone? {
        guard Self.isName(name), let bytes = FileManager.default.contents(atPath: path(name)) else {
            return nil
        }
        return try? Zone(name: name, tzif: Array(bytes))
    }

    /// Names lead nowhere but down.
    private static func isName(_ name: String) -> Bool {
        !name.hasPrefix("/") && !name.split(separator: "/").contains("..") && !name.isEmpty
    }

    private func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// The names of all zones, in order; empty where the machine has no database.
    public var names: [String] {
        let table = ["zone1970.tab", "zone.tab"].lazy.compactMap {
            try? String(contentsOfFile: path($0), encoding: .utf8)
        }.first
        let listed = (table ?? "").split(separator: "\n").filter { !$0.hasPrefix("#") }
            .compactMap { $0.split(separator: "\t").dropFirst(2).first.map(String.init) }
        return (listed + ["UTC"]).sorted()
    }
}
