import Model

/// Writes tokens as somebody does who has never seen a formatter: any blanks, breaks where a line
/// may go on, comments anywhere.
struct SloppyWriter {
    private(set) var text = ""
    private var random: SplitMix64
    private var last = ""
    private var comments = 0

    init(_ random: SplitMix64) { self.random = random }

    private static let open: Set<String> = [
        "and", "or", "not", "in", "where", ",", "=", "(", "[", "<", "<=", ">", ">=", "==", "!=",
        "+", "-", "*", "/",
    ]

    mutating func say(_ words: String...) { for word in words { say(word) } }

    mutating func say(_ word: String) {
        if !last.isEmpty {
            if Self.open.contains(last), chance(12) { breakLine() } else { blank(before: word) }
        }
        text += word
        last = word
    }

    /// The end of a clause, with what may stand there.
    mutating func end() {
        if chance(4) { comment() }
        text += chance(20) ? "\r\n" : "\n"
        while chance(6) { text += chance(2) ? "\n" : " \t\n" }
        while chance(8) {
            comment()
            text += "\n"
        }
        last = ""
        if chance(2) { text += ["  ", "\t", " ", "      "].randomElement(using: &random)! }
    }

    private mutating func comment() {
        comments += 1
        let blank = ["", " ", "   ", "\t"].randomElement(using: &random)!
        text +=
            blank + "#" + ["", " ", "#"].randomElement(using: &random)!
            + "n° \(comments) { [ \" \\" + (chance(3) ? "  " : "")
    }

    private mutating func breakLine() {
        if chance(3) { comment() }
        text += "\n" + (chance(4) ? "\n" : "") + (chance(2) ? "      " : "")
    }

    private mutating func blank(before word: String) {
        let mustPart =
            (isWordly(last.utf8.last!) && isWordly(word.utf8.first!))
            || (isSign(last) && isSign(word))
        let blanks = mustPart ? [" ", "  ", "\t", " \u{A0}"] : ["", "", " ", "   "]
        text += blanks.randomElement(using: &random)!
    }

    private func isWordly(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "%")
            || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
            || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
    }

    private func isSign(_ word: String) -> Bool {
        word.utf8.allSatisfy { "<>=!+-*/".utf8.contains($0) }
    }

    mutating func chance(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &random) == 0 }

    mutating func pick<T>(_ list: [T]) -> T { list.randomElement(using: &random)! }

    mutating func shuffled<T>(_ list: [T]) -> [T] { list.shuffled(using: &random) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
}
