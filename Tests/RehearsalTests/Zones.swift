import Calendars
import Foundation
import Language

/// The zones that the scenarios name, as the machine has them.
let zoneSources: [SourceText] = ["Europe/Paris", "America/New_York"].compactMap { name in
    let bytes = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)")
    return bytes.flatMap { try? Zone(name: name, tzif: Array($0)) }.map { SourceText($0) }
}
