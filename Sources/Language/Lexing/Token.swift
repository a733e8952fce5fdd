import Model

/// One lexeme: what it is and where it stands.
struct Token: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        case name
        case number(Double)
        /// As a share of one.
        case percentage(Double)
        case duration(Interval)
        /// Days since 1970-01-01.
        case date(Int)
        /// Minutes since midnight, 24:00 included.
        case clock(Int)
        /// What stands between the quotes, escapes resolved.
        case text(String)
        case and, or, not, `in`, `where`
        case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
        case plus, minus, star, slash, percentSign, assign, comma, dots
        case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
        case newline
        /// Reported by the lexer already: whoever meets it gives up without a word.
        case stray
        case end
    }

    var kind: Kind
    var range: SourceRange
}

extension Token.Kind {
    /// Nothing can end here: a newline after it is no end of a clause.
    var isOpen: Bool {
        switch self {
        case .and, .or, .not, .in, .where, .comma, .assign, .leftParenthesis, .leftBracket: true
        default: isOperator
        }
    }

    /// Nothing can begin here: a newline before it is no end of a clause.
    var continues: Bool {
        switch self {
        case .and, .or, .where, .comma, .rightParenthesis, .rightBracket: true
        default: isOperator
        }
    }

    private var isOperator: Bool {
        switch self {
        case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .plus, .minus,
            .star, .slash:
            true
        default: false
        }
    }
}
