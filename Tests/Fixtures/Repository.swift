public import Foundation

/// Files of the repository, as tests see them.
public enum Repository {
    public static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    public static func text(_ path: String) -> String {
        (try? String(contentsOf: root.appending(path: path), encoding: .utf8)) ?? ""
    }

    public static func write(_ text: String, to path: String) throws {
        try text.write(to: root.appending(path: path), atomically: true, encoding: .utf8)
    }

    /// The files of a folder whose names end so, in order.
    public static func files(in folder: String, ending: String = ".txt") -> [String] {
        let all = try? FileManager.default.contentsOfDirectory(
            atPath: root.appending(path: folder).path)
        return (all ?? []).filter { $0.hasSuffix(ending) }.sorted().map { "\(folder)/\($0)" }
    }

    public static func name(of path: String) -> Substring { path.split(separator: "/").last ?? "" }

    /// The rule packs that come with Vigie.
    public static let packs = files(in: "rules/packs", ending: ".vigie")

    /// What a pack needs to be a program with its tests: the streams, for perception the three KPIs
    /// of the starter, for what is compared with others the benchmarks, itself, and its tests.
    public static func program(of pack: String) -> [String] {
        let tests = "rules/packs/tests/\(name(of: pack))"
        let beside =
            pack.contains("perception")
            ? ["rules/packs/starter.vigie"]
            : pack.contains("voc-and-audit") ? ["rules/packs/benchmarks.vigie"] : []
        let all = ["rules/packs/streams.vigie"] + beside + [pack, tests]
        return all.indices.filter { all.firstIndex(of: all[$0]) == $0 }.map { all[$0] }
            .filter { FileManager.default.fileExists(atPath: root.appending(path: $0).path) }
    }
}
