/// A name says what a thing is. Some words say nothing.
enum Names {
    static let empty: Set<String> = [
        "Manager", "Helper", "Util", "Utils", "Common", "Base", "Impl", "Handler", "Processor",
        "Info", "Data", "My",
    ]

    static func emptyWords(_ file: SourceFile) -> [Finding] {
        declarations(file).flatMap { index, name, line in
            words(of: name).filter(empty.contains).compactMap { word in
                if word == "Handler" && mayHandle(file, line) { return nil }
                // `no data` is a clause of the rule language: there the word says something.
                if word == "Data" && name.contains("NoData") { return nil }
                return file.finding(
                    index, "`\(word)` in `\(name)` says nothing: name the thing after what it is")
            }
        }
    }

    /// A module and a type of one name can not be told apart in qualified names.
    static func typesNamedAfterModules(_ file: SourceFile, modules: Set<String>) -> [Finding] {
        declarations(file).filter { modules.contains($0.name) }.map { index, name, _ in
            file.finding(index, "`\(name)` is the name of a module: give the type another")
        }
    }

    /// `HTTPServerInfo` is HTTP, Server, Info.
    static func words(of name: String) -> [String] {
        name.matches(of: /[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+/).map { String($0.output) }
    }

    private static func declarations(
        _ file: SourceFile
    ) -> [(index: Int, name: String, line: String)] {
        let pattern = /\b(?:struct|class|enum|actor|protocol|typealias)\s+([A-Z]\w*)/
        return file.code.indices.compactMap { index in
            guard let match = file.code[index].firstMatch(of: pattern) else { return nil }
            return (index, String(match.1), file.code[index])
        }
    }

    /// Where the library asks for a handler, we may write one.
    private static func mayHandle(_ file: SourceFile, _ line: String) -> Bool {
        (file.isIn("Sources/Plugins/Inputs") || file.isIn("Sources/Daemon"))
            && line.contains(/:.*Handler\b/)
    }
}
