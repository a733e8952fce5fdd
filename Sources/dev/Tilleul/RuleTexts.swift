import ArgumentParser
import Calendars
import Foundation
import Language

/// Rule files, with the time zones and files of holidays that they ask for.
enum RuleTexts {
    static func read(_ paths: [String]) throws -> [SourceText] {
        let rules = try paths.flatMap(files).map(text)
        guard !rules.isEmpty else {
            throw ValidationError("no rules in \(paths.joined(separator: ", "))")
        }
        let asked = try Attachment.needed(by: rules).map { attachment in
            switch attachment {
            case .file(let path): try text(path)
            case .zone(let name): SourceText(try zone(name))
            }
        }
        return rules + asked
    }

    private static func files(at path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw ValidationError("there is no \(path)")
        }
        guard isFolder.boolValue else { return [path] }
        return try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
            .filter { $0.hasSuffix(".vigie") }.map { "\(path)/\($0)" }
    }

    private static func text(_ path: String) throws -> SourceText {
        SourceText(path: path, text: try String(contentsOfFile: path, encoding: .utf8))
    }

    private static func zone(_ name: String) throws -> Zone {
        let file = URL(fileURLWithPath: "/usr/share/zoneinfo/\(name)")
        return try Zone(name: name, tzif: [UInt8](try Data(contentsOf: file)))
    }
}
