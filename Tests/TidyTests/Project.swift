import Foundation

/// The files of this checkout.
enum Project {
    /// The folder of `Package.swift`, found from where this file lies.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every text file that people write, in path order.
    static let files: [SourceFile] = paths().compactMap { path in
        guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8)
        else { return nil }
        return SourceFile(path, text)
    }

    static var swift: [SourceFile] { files.filter(\.isSwift) }
    static var sources: [SourceFile] { swift.filter { $0.isIn("Sources") } }

    static func file(_ path: String) -> SourceFile? { files.first { $0.path == path } }

    private static func paths() -> [String] {
        let walk = FileManager.default.enumerator(
            at: root, includingPropertiesForKeys: [.isDirectoryKey])
        var found: [String] = []
        while let url = walk?.nextObject() as? URL {
            if isMade(url) {
                walk?.skipDescendants()
                continue
            }
            if url.hasDirectoryPath { continue }
            found.append(String(url.path.dropFirst(root.path.count + 1)))
        }
        return found.sorted()
    }

    /// Made by tools, not by people.
    private static func isMade(_ url: URL) -> Bool {
        let name = url.lastPathComponent
        return name == ".git" || name.hasPrefix(".build") || name == "Package.resolved"
            || name == "__pycache__" || name == ".swiftpm"
    }
}
