/// A token with its spelling, and what the author left before it.
struct Word {
    var text: String
    var kind: Token.Kind
    /// Something stood between it and the word before.
    var isApart: Bool
}

/// One line as it is to be printed, not laid out yet.
struct RuleLine {
    struct Comment {
        var text: String
        /// Where the author began it, in characters from 0; nil: a tab makes that anybody's guess.
        var column: Int?
    }

    var words: [Word] = []
    var comment: Comment?
    /// It goes on with the clause of the line before.
    var isContinuation = false
    /// An empty line stood before it, and not at the edge of a block, where it parts nothing.
    var isApart = false

    /// Whether the two say the same, however they look.
    func says(_ other: RuleLine) -> Bool {
        comment?.text == other.comment?.text && isContinuation == other.isContinuation
            && words.count == other.words.count
            && zip(words, other.words).allSatisfy { $0.kind == $1.kind && $0.text == $1.text }
    }
}
