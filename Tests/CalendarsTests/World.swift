import Calendars
import Fixtures
import Foundation
import Model

/// The zones of this machine, which the tests may read as the daemon does.
enum World {
    /// 2100, in seconds.
    static let end: Int64 = 4_102_444_800

    /// Of every kind of clock: an hour, half of one, a quarter ahead, twice a year for Ramadan, a
    /// day that never was, midnights that come twice.
    static let known = [
        "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
        "Africa/Casablanca", "Pacific/Apia", "America/St_Johns", "America/Sao_Paulo", "UTC",
    ]

    /// Every zone by the names in the table that comes with them.
    static let names: [String] = {
        let table = try? String(contentsOfFile: "\(zoneFolder)/tzdata.zi", encoding: .utf8)
        return (table ?? "").split(separator: "\n").compactMap { line -> String? in
            let words = line.split(separator: " ")
            return words.first == "Z"
                ? String(words[1]) : words.first == "L" ? String(words[2]) : nil
        }.filter { FileManager.default.fileExists(atPath: "\(zoneFolder)/\($0)") }
    }()

    static func calendar(_ zone: String) -> Calendar {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = TimeZone(identifier: zone)!
        return calendar
    }
}

extension Timestamp {
    var date: Date { Date(timeIntervalSince1970: Double(nanoseconds / 1_000_000_000)) }

    init(_ date: Date) {
        self.init(nanoseconds: Int64(date.timeIntervalSince1970.rounded()) * 1_000_000_000)
    }
}
