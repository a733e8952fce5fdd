/// A file of the project as the rules see it: what stands there, and what of it is code.
struct SourceFile {
    /// From the top of the project, with slashes.
    let path: String
    let lines: [String]
    /// The lines with comments and the insides of strings blanked out, column for column.
    let code: [String]

    init(_ path: String, _ text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        code = path.hasSuffix(".swift") ? SwiftCode(text).lines : lines
    }

    var name: String { String(path.split(separator: "/").last ?? "") }
    var isSwift: Bool { path.hasSuffix(".swift") }
    var isTest: Bool { path.hasPrefix("Tests/") }

    /// The file is in this folder, or in one below it.
    func isIn(_ folder: String) -> Bool { path.hasPrefix(folder + "/") }

    func finding(_ index: Int, _ words: String) -> Finding {
        Finding(path: path, line: index + 1, words: words)
    }

    /// A finding for each line of code in which the pattern occurs.
    func findings(_ pattern: Regex<Substring>, _ words: String) -> [Finding] {
        code.indices.filter { code[$0].contains(pattern) }.map { finding($0, words) }
    }
}
