import Calendars
import Foundation
import Language

/// The zones that the examples name, as the machine has them.
let zoneSources: [SourceText] = {
    let names = ["Europe/Paris", "America/New_York", "Asia/Kolkata"]
    let zones = names.compactMap { name -> SourceText? in
        let bytes = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)")
        return bytes.flatMap { try? Zone(name: name, tzif: Array($0)) }.map { SourceText($0) }
    }
    return zones + [SourceText(zoneNames: names)]
}()
