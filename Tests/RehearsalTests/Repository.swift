import Foundation
import Testing

/// Files of the repository, as these tests see them.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) -> String {
        (try? String(contentsOf: root.appending(path: path), encoding: .utf8)) ?? ""
    }

    /// The rules files of a folder, in order.
    static func rules(in folder: String) -> [String] {
        let all = try? FileManager.default.contentsOfDirectory(
            atPath: root.appending(path: folder).path)
        return (all ?? []).filter { $0.hasSuffix(".vigie") }.sorted().map { "\(folder)/\($0)" }
    }

    static func name(of path: String) -> Substring { path.split(separator: "/").last ?? "" }

    /// As golden files do: with `GOLDEN=accept` in the environment what is said now is written.
    static func expect(_ said: String, in path: String) throws {
        if ProcessInfo.processInfo.environment["GOLDEN"] == "accept" {
            return try said.write(to: root.appending(path: path), atomically: true, encoding: .utf8)
        }
        let expected = text(path)
        if said != expected { Issue.record("\(path): expected\n\(expected)\nand it says\n\(said)") }
    }
}
