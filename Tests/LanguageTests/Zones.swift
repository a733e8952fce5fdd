import Fixtures
import Language

/// The zones that the examples name, as the machine has them.
let zoneSources: [SourceText] = {
    let names = ["Europe/Paris", "America/New_York", "Asia/Kolkata"]
    let zones = names.compactMap { try? zone($0) }.map { SourceText($0) }
    return zones + [SourceText(zoneNames: names)]
}()
