/// Whether a space is due between two words of a clause.
struct Spacing {
    /// `=` stands close: `feed contact channel=chat`.
    private let isFeed: Bool
    /// A brace in a block is none that opens one: `slow{channel=chat}`.
    private let isInBlock: Bool
    /// What is open, innermost last.
    private var open: [(kind: Token.Kind, isGroup: Bool)] = []
    private var last: Word?
    /// The last word was a sign that belongs to what follows it: `-5`.
    private var lastIsPrefix = false

    /// - Parameter clause: the first word of the clause.
    init(clause: String, isInBlock: Bool) {
        isFeed = isInBlock && clause == "feed"
        self.isInBlock = isInBlock
    }

    /// Words behind which a parenthesis opens an expression and no call.
    private static let openers: Set<String> = ["when", "value", "expect"]

    /// Takes the next word, before `next`, and says whether a space is due before it.
    mutating func take(_ word: Word, before next: Word?) -> Bool {
        let isPrefix = word.kind == .minus && isSign(word, before: next)
        if word.kind == .leftBrace {
            open.append((word.kind, isInBlock || open.contains { $0.kind == .leftBrace }))
        } else if word.kind.opens {
            open.append((word.kind, false))
        }
        let isDue = isSpaceDue(before: word)
        if word.kind.closes != nil { _ = open.popLast() }
        last = word
        lastIsPrefix = isPrefix
        return isDue
    }

    private var isInGroup: Bool { open.last?.isGroup == true }

    private func isSpaceDue(before word: Word) -> Bool {
        guard let last, !lastIsPrefix else { return false }
        switch (last.kind, word.kind) {
        case (_, .comma), (.dots, _), (_, .dots): return false
        case (.leftParenthesis, _), (_, .rightParenthesis): return false
        case (.leftBracket, _), (_, .rightBracket): return false
        case (.leftBrace, .rightBrace): return false
        case (.leftBrace, _), (_, .leftBrace), (_, .rightBrace): return !isInGroup
        case (.name, .leftParenthesis): return Self.openers.contains(last.text)
        // Two signs that stand close may be read as one that is longer.
        case (.assign, let other) where other.isOpen && !other.opens: return true
        case (let other, .assign) where other.isOpen && !other.opens: return true
        case (.assign, _), (_, .assign): return !isFeed && !isInGroup
        default: return true
        }
    }

    /// Whether a minus is one of a number and not between two.
    private func isSign(_ word: Word, before next: Word?) -> Bool {
        guard let last else { return true }
        switch last.kind {
        // `csat(score, from -4)`, but `a - 4`: how it was written tells them apart.
        case .name: return word.isApart && next?.isApart == false
        case .text, .comma, .dots, .assign, .in: return true
        default: return last.kind.opens || last.kind.isOpen
        }
    }
}
