/// The spellings that are neither words nor numbers, longest first, with those that people bring
/// from elsewhere.
struct Symbol: Sendable {
    var spelling: String
    var kind: Token.Kind
    /// What to write instead; nil: it is our own.
    var meant: String?

    private init(_ spelling: String, _ kind: Token.Kind, meant: String? = nil) {
        self.spelling = spelling
        self.kind = kind
        self.meant = meant
    }

    /// By the first byte of the spelling, so that a lookup tries a handful.
    static let table: [UInt8: [Symbol]] = Dictionary(
        grouping: (own + foreign).sorted { $0.spelling.utf8.count > $1.spelling.utf8.count },
        by: { $0.spelling.utf8.first! })

    private static let own: [Symbol] = [
        Symbol("==", .equal), Symbol("!=", .notEqual),
        Symbol("<=", .lessOrEqual), Symbol(">=", .greaterOrEqual),
        Symbol("<", .less), Symbol(">", .greater),
        Symbol("+", .plus), Symbol("-", .minus), Symbol("*", .star), Symbol("/", .slash),
        Symbol("%", .percentSign), Symbol("=", .assign), Symbol(",", .comma), Symbol("..", .dots),
        Symbol("(", .leftParenthesis), Symbol(")", .rightParenthesis),
        Symbol("[", .leftBracket), Symbol("]", .rightBracket),
        Symbol("{", .leftBrace), Symbol("}", .rightBrace),
    ]

    private static let foreign: [Symbol] = [
        Symbol("===", .equal, meant: "=="), Symbol("!==", .notEqual, meant: "!="),
        Symbol("<>", .notEqual, meant: "!="), Symbol("≠", .notEqual, meant: "!="),
        Symbol("=~", .stray, meant: "in [\"one\", \"two\"]"),
        Symbol("=<", .lessOrEqual, meant: "<="), Symbol("≤", .lessOrEqual, meant: "<="),
        Symbol("=>", .greaterOrEqual, meant: ">="), Symbol("≥", .greaterOrEqual, meant: ">="),
        Symbol("&&", .and, meant: "and"), Symbol("||", .or, meant: "or"),
        Symbol("!", .not, meant: "not"),
        Symbol("×", .star, meant: "*"), Symbol("÷", .slash, meant: "/"),
        Symbol("–", .minus, meant: "-"), Symbol("−", .minus, meant: "-"),
    ]

    /// Signs that mean nothing in rules, and what people want who write them.
    static let strangers: [String: String] = [
        ":": "leave it out: a space parts a word from what belongs to it",
        "€": "write the currency behind the number: `50 EUR`",
        "$": "write the currency behind the number: `50 USD`",
        "£": "write the currency behind the number: `50 GBP`",
        "?": "write the condition behind `where` or `when`",
        "@": "write names in letters, digits and `_`",
        "&": "write `and`", "|": "write `or`",
    ]

    static let words: [String: Token.Kind] = [
        "and": .and, "or": .or, "not": .not, "in": .in, "where": .where,
    ]

    static let foreignWords: [String: Token.Kind] = ["AND": .and, "OR": .or, "NOT": .not]

    /// Opening quotes, and what closes each.
    static let quotes: [(open: String, close: String)] = [
        ("\"", "\""), ("'", "'"), ("“", "”"), ("«", "»"), ("‘", "’"), ("`", "`"),
    ]
}
