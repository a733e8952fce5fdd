/// Lists that must say what there is: plugins, limits, rooms.
enum Listings {
    /// The folder of each kind of plugin, and the protocols that make a file one.
    static let plugins: [(folder: String, protocols: Set<String>)] = [
        ("Sources/Plugins/Functions", ["KPIFunction", "InvertibleFunction"]),
        ("Sources/Plugins/Detectors", ["Detector"]),
        ("Sources/Plugins/Notifiers", ["Notifier"]),
        ("Sources/Plugins/Inputs", ["Input"]),
    ]

    /// Every plugin has a file of its name, and a line in `Builtin.swift`, in the order of names.
    static func plugins(in files: [SourceFile]) -> [Finding] {
        plugins.flatMap { folder, protocols in
            findings(files.filter { $0.isIn(folder) }, in: folder, protocols)
        }
    }

    /// A limit that nothing keeps is a promise that nobody made.
    static func unusedLimits(_ limits: SourceFile, in sources: [SourceFile]) -> [Finding] {
        limits.code.indices.compactMap { index in
            guard let match = limits.code[index].firstMatch(of: /static let (\w+)/) else {
                return nil
            }
            let use = "Limits." + match.1
            let isUsed = sources.contains { file in
                file.path != limits.path
                    && file.code.contains { $0.contains(use) && isWord(use, in: $0) }
            }
            return isUsed
                ? nil : limits.finding(index, "`\(use)` is kept nowhere: keep it, or take it out")
        }
    }

    /// Stubs are for the first day.
    static func placeholders(in files: [SourceFile]) -> [Finding] {
        files.filter { $0.name == "Placeholder.swift" }.map {
            Finding(path: $0.path, line: 0, words: "a stub: take it out, its room has real files")
        }
    }

    /// The map names every room.
    static func unmapped(_ rooms: RoomTable, map: SourceFile) -> [Finding] {
        rooms.rooms.filter { room in
            !map.lines.contains { isWord(room.name, in: $0) }
        }.map {
            Finding(
                path: "Package.swift", line: $0.line,
                words: "the room `\($0.name)` is not on the map: say in \(map.path) what it is for")
        }
    }

    private static func findings(
        _ files: [SourceFile], in folder: String, _ protocols: Set<String>
    ) -> [Finding] {
        let written = files.flatMap { file in conforming(file, to: protocols).map { (file, $0) } }
        guard let list = files.first(where: { $0.name == "Builtin.swift" }) else {
            return written.map { file, found in
                file.finding(
                    found.index, "`\(found.name)` needs a list: write \(folder)/Builtin.swift")
            }
        }
        let listed = list.code.enumerated().flatMap { index, line in
            line.matches(of: /\b([A-Z]\w*)\.self/).map { (index: index, name: String($0.1)) }
        }
        let missing = written.filter { _, found in !listed.contains { $0.name == found.name } }
            .map { file, found in
                file.finding(
                    found.index, "`\(found.name)` is not listed: add its line to \(list.path)")
            }
        let misnamed = written.filter { $0.name != "\($1.name).swift" }.map { file, found in
            file.finding(found.index, "a plugin has a file of its name: `\(found.name).swift`")
        }
        let disordered = zip(listed, listed.dropFirst()).filter {
            $0.name.lowercased() > $1.name.lowercased()
        }.map { list.finding($1.index, "`\($1.name)` comes before `\($0.name)`: keep the order") }
        return missing + misnamed + disordered
    }

    private static func conforming(
        _ file: SourceFile, to protocols: Set<String>
    ) -> [(index: Int, name: String)] {
        file.code.indices.compactMap { index in
            let pattern = /\b(?:struct|class|enum|actor)\s+(\w+)[^:{]*:([^{]*)/
            guard let match = file.code[index].firstMatch(of: pattern) else { return nil }
            let named = match.2.matches(of: /\w+/).map { String($0.output) }
            return named.contains(where: protocols.contains) ? (index, String(match.1)) : nil
        }
    }

    private static func isWord(_ word: String, in line: String) -> Bool {
        line.ranges(of: word).contains { range in
            let before = line[..<range.lowerBound].last
            let after = line[range.upperBound...].first
            return !isWordCharacter(before) && !isWordCharacter(after)
        }
    }

    private static func isWordCharacter(_ character: Character?) -> Bool {
        guard let character else { return false }
        return character.isLetter || character.isNumber || character == "_"
    }
}
