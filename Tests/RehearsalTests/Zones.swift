import Fixtures
import Language

/// The zones that the scenarios name, as the machine has them.
let zoneSources: [SourceText] = ["Europe/Paris", "America/New_York"]
    .compactMap { try? zone($0) }.map { SourceText($0) }
