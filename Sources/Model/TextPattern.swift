/// A regular expression that has to fit a whole text, in time proportional to its length.
///
/// Of RE2's language, which the clients of Alertmanager write: letters, `.`, `[a-z]`, `[^...]`,
/// `[[:alpha:]]`, `\d \s \w` and their opposites, `\b \B`, `^ $ \A \z`, groups with and without a
/// name, `|`, `* + ? {2} {2,} {2,3}` and their lazy forms, `\n \t \x41 \x{1F600}` and `\` before a
/// sign, and the flags `(?i)` and `(?s)`. All else is refused, not guessed at: classes by property
/// (`\pL`), `\Q...\E`, other flags, references to groups.
///
/// Nothing is ever tried twice: all ways through the pattern are followed at once, one scalar of
/// the text after the other.
///
/// - Unit: Unicode scalars, as RE2 counts them; an accent is one of its own.
/// - Complexity: O(length of the text x `Limits.patternStates`).
/// - Source: Ken Thompson, "Regular expression search algorithm", 1968; Russ Cox, "Regular
///   expression matching: the virtual machine approach"; github.com/google/re2/wiki/Syntax.
public struct TextPattern: Sendable {
    public let source: String
    private let program: [PatternStep]

    /// - Errors: what is not understood of it, and where.
    public init(_ source: String) throws(PatternFault) {
        self.source = source
        var parser = try PatternParser(source)
        let node = try parser.whole()
        var writer = PatternWriter()
        try writer.write(node)
        program = writer.steps + [.accept]
    }

    /// Whether it fits all of the text, from its first character to its last.
    public func matches(_ text: String) -> Bool {
        var run = PatternRun(program)
        return run.accepts(text.unicodeScalars)
    }
}

extension TextPattern: Equatable {
    public static func == (left: TextPattern, right: TextPattern) -> Bool {
        left.source == right.source
    }
}

/// What is wrong with a pattern.
public struct PatternFault: Error, Equatable, Sendable {
    /// Unicode scalars before it.
    public var offset: Int
    public var reason: String

    public init(at offset: Int, _ reason: String) {
        self.offset = offset
        self.reason = reason
    }
}
