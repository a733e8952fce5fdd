import Fixtures
import Foundation
import Testing

extension Repository {
    /// As golden files do: with `GOLDEN=accept` in the environment what is said now is written.
    static func expect(_ said: String, in path: String) throws {
        if ProcessInfo.processInfo.environment["GOLDEN"] == "accept" {
            return try write(said, to: path)
        }
        let expected = text(path)
        if said != expected { Issue.record("\(path): expected\n\(expected)\nand it says\n\(said)") }
    }
}
