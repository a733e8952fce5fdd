/// What is left lying about: notes to oneself, and the traces of one's own machine.
enum Leftovers {
    /// Put together so that this file does not find itself.
    static let notes = ["FIX" + "ME", "TO" + "DO", "XX" + "X"]
    static let homes = ["/home" + "/", "/root" + "/", "/Users" + "/", "/mnt" + "/"]

    static func notes(_ file: SourceFile) -> [Finding] {
        find(notes, in: file) { "`\($0)`: do it now, or write down as an issue what is missing" }
    }

    /// `root` is the folder of this checkout: nobody else has it.
    static func machinePaths(_ file: SourceFile, root: String) -> [Finding] {
        find(homes + [root], in: file) {
            "`\($0)` is on one machine only: use a path that all have"
        }
    }

    private static func find(
        _ words: [String], in file: SourceFile, _ say: (String) -> String
    ) -> [Finding] {
        file.lines.indices.flatMap { index in
            words.filter { word in holds(file.lines[index], word) }.map {
                file.finding(index, say($0))
            }
        }
    }

    /// As a word of its own: not as a part of a longer word or path.
    private static func holds(_ line: String, _ word: String) -> Bool {
        line.ranges(of: word).contains { range in
            guard let before = line[..<range.lowerBound].last else { return true }
            return !(before.isLetter || before.isNumber || "_-.}/$".contains(before))
        }
    }
}
