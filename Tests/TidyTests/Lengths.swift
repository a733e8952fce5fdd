/// A line is read at a glance, a function without scrolling, a file in a sitting.
enum Lengths {
    static let columns = 100
    static let linesOfFunction = 60
    static let linesOfFile = 400

    static func longLines(_ file: SourceFile) -> [Finding] {
        file.lines.indices.filter { file.lines[$0].count > columns }.map {
            file.finding(
                $0,
                "\(file.lines[$0].count) columns, the limit is \(columns): break the line")
        }
    }

    static func longFile(_ file: SourceFile) -> [Finding] {
        let count = file.lines.last == "" ? file.lines.count - 1 : file.lines.count
        guard count > linesOfFile else { return [] }
        let words =
            "\(count) lines, the limit is \(linesOfFile): find the seam and part it in two files"
        return [Finding(path: file.path, line: 0, words: words)]
    }

    static func longFunctions(_ file: SourceFile) -> [Finding] {
        Functions(file).bodies.filter { $0.count > linesOfFunction }.map {
            file.finding(
                $0.lowerBound,
                "a function of \($0.count) lines, the limit is \(linesOfFunction): "
                    + "give a step of it a name and a function of its own")
        }
    }
}

/// Where the functions, initializers and subscripts of a file begin and end. A brace counter.
struct Functions {
    /// Line indices, from the declaration to its closing brace.
    private(set) var bodies: [Range<Int>] = []

    init(_ file: SourceFile) {
        let opening =
            /(^|\s)(func\s+\S|init[?!]?\s*[(<]|deinit\s*\{|subscript\s*[(<])/
        for index in file.code.indices where file.code[index].contains(opening) {
            if let end = Self.end(of: index, in: file.code) { bodies.append(index..<end + 1) }
        }
    }

    /// The line of the brace that closes the body; nil for a declaration without one.
    private static func end(of start: Int, in code: [String]) -> Int? {
        var parentheses = 0
        var braces = 0
        var hasBody = false
        for index in start..<code.count {
            for character in code[index] {
                switch character {
                case "(", "[": parentheses += 1
                case ")", "]": parentheses -= 1
                case "{" where parentheses == 0 || hasBody:
                    braces += 1
                    hasBody = true
                case "}":
                    // The type ends: what we followed was a requirement of a protocol.
                    guard hasBody else { return nil }
                    braces -= 1
                    if braces == 0 { return index }
                default: break
                }
            }
            if !hasBody && parentheses == 0 && !goesOn(after: index, in: code) { return nil }
        }
        return nil
    }

    /// A declaration goes on in the next line if that begins as only the rest of one can.
    private static func goesOn(after index: Int, in code: [String]) -> Bool {
        guard index + 1 < code.count else { return false }
        return code[index + 1].contains(/^\s*(\{|->|where\b|throws\b|async\b|rethrows\b|\))/)
    }
}
