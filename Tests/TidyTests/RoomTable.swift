import Foundation

/// The rooms as Package.swift lists them. Read line by line: the table is kept so that it can be.
struct RoomTable {
    struct Room: Equatable {
        var name: String
        var line: Int
        /// The rooms whose names stand behind its own.
        var sees: [String]
    }

    private(set) var rooms: [Room] = []

    init(_ file: SourceFile) {
        let opening = /\.(room|cRoom|command|systemLibrary|tests)\(/
        var index = 0
        while index < file.lines.count {
            guard let match = file.code[index].firstMatch(of: opening),
                !file.code[index].contains(/\bfunc\b/)
            else {
                index += 1
                continue
            }
            let start = index
            var text = file.lines[index]
            var depth = Self.depth(file.code[index])
            while depth > 0, index + 1 < file.lines.count {
                index += 1
                text += " " + file.lines[index]
                depth += Self.depth(file.code[index])
            }
            index += 1
            if match.1 == "tests" { continue }
            let words = text.prefix(upTo: text.range(of: "packages:")?.lowerBound ?? text.endIndex)
                .replacing(/\b(?:at|path|pkgConfig):\s*"[^"]*"/, with: "")
                .matches(of: /"(\w+)"/).map { String($0.1) }
            guard let name = words.first else { continue }
            rooms.append(Room(name: name, line: start + 1, sees: Array(words.dropFirst())))
        }
    }

    var names: Set<String> { Set(rooms.map(\.name)) }

    private static func depth(_ line: String) -> Int {
        line.reduce(0) { $1 == "(" ? $0 + 1 : $1 == ")" ? $0 - 1 : $0 }
    }
}
