public import Core
import Foundation
public import Language
import Model
public import Plans
public import PluginKit

/// The rule files of a folder or a list of files, as one program.
public struct RulesFolder: Sendable {
    /// The rules, then what they ask for beside themselves.
    public let sources: [SourceText]
    public let ruleCount: Int

    /// - Parameter paths: files, or folders whose `.vigie` files count, recursively and in path
    ///   order.
    /// - Errors: `RulesFolderError`: a path that is not there or cannot be read, or a folder
    ///   without rules.
    public init(_ paths: [String]) throws(RulesFolderError) {
        var sources: [SourceText] = []
        for path in paths {
            for file in try Self.files(at: path) { sources.append(try Self.read(file)) }
        }
        ruleCount = sources.count
        self.sources = sources + Self.attachments(of: sources)
    }

    /// What rules ask for beside themselves. What is not there is left out: the language says where
    /// it was asked for.
    public static func attachments(of rules: [SourceText]) -> [SourceText] {
        let zones = ZoneDatabase()
        var isUnknown = false
        let found = Attachment.needed(by: rules).compactMap { attachment -> SourceText? in
            switch attachment {
            case .file(let path): return try? read(path)
            case .zone(let name):
                let zone = zones.zone(named: name)
                isUnknown = isUnknown || zone == nil
                return zone.map { SourceText($0) }
            }
        }
        return found + (isUnknown ? [SourceText(zoneNames: zones.names)] : [])
    }

    /// The rule files that a path means.
    public static func files(at path: String) throws(RulesFolderError) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw RulesFolderError("no rules at \(path): there is no such file or folder")
        }
        guard isFolder.boolValue else { return [path] }
        guard let names = FileManager.default.enumerator(atPath: path) else {
            throw RulesFolderError("cannot list \(path)")
        }
        let files = names.compactMap { $0 as? String }
            .filter { $0.hasSuffix(".vigie") && !$0.hasPrefix(".") }.sorted()
        guard !files.isEmpty else {
            throw RulesFolderError("no rules in \(path): it has no file that ends in .vigie")
        }
        return files.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
    }

    private static func read(_ file: String) throws(RulesFolderError) -> SourceText {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw RulesFolderError("cannot read \(file): \(String(cString: strerror(errno)))")
        }
        return SourceText(path: file, text: String(decoding: bytes, as: UTF8.self))
    }

    /// As the engine takes them.
    public var files: [RuleSet.File] { sources.map { .init(path: $0.path, text: $0.text) } }
}

public struct RulesFolderError: Error, CustomStringConvertible {
    public var description: String

    init(_ description: String) { self.description = description }
}

/// How the engine makes its program: by the language, over the plugins that are built in.
///
/// - Parameter questions: for KPIs by name, how sure they are to be told beside what rules ask.
public func linker(_ registry: Registry, asking questions: [String: Confidence] = [:]) -> Linker {
    { rules in
        let sources = rules.files.map { SourceText(path: $0.path, text: $0.text) }
        return compile(sources, with: registry, tongue: rules.tongue).plan.map {
            Program(
                $0, from: rules, with: registry, asking: questions, texts: sources.texts(of: $0))
        }
    }
}
