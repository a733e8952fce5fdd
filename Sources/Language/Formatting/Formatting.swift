/// What came of laying out one file of rules.
public enum Formatting: Equatable, Sendable {
    /// How the file ought to look; the very text that was given, where it looks so already.
    case text(String)
    /// The file is better left as it is.
    case left(because: Reason)

    /// What stands in the way, and where.
    public enum Reason: Equatable, Sendable {
        /// A sign, a word or a text that the lexer complains of.
        case unreadable(Diagnostic)
        /// A brace or bracket without its other half.
        case unbalanced(SourceRange)
        /// Laid out, it would say something else: a mistake of ours, found in time.
        case wouldChange
    }
}

/// Lays a file out: indents, one space where one is due, columns where the eye wants them.
///
/// It knows tokens and little of clauses, so it serves unfinished rules too. No token and no
/// comment is added, lost or moved past another, and lines break where the author broke them; so
/// the plan stays the same. That is not believed but compared, by reading the result again.
///
/// - Complexity: linear in the length of the source.
public func format(_ source: SourceText) -> Formatting {
    let lexer = Lexer(source, file: 0)
    if let diagnostic = lexer.diagnostics.first { return .left(because: .unreadable(diagnostic)) }
    if let range = unbalanced(lexer.tokens) { return .left(because: .unbalanced(range)) }
    let lines = LineReader(lexer).lines
    var layout = Layout(lines)
    let text = layout.text()
    let again = Lexer(SourceText(path: source.path, text: text), file: 0)
    let linesAgain = LineReader(again).lines
    let isSame =
        again.diagnostics.isEmpty && linesAgain.count == lines.count
        && zip(lines, linesAgain).allSatisfy { $0.says($1) }
    return isSame ? .text(text) : .left(because: .wouldChange)
}

/// The first bracket that has no other half.
private func unbalanced(_ tokens: [Token]) -> SourceRange? {
    var open: [Token] = []
    for token in tokens {
        if token.kind.opens {
            open.append(token)
        } else if let opening = token.kind.closes {
            guard open.popLast()?.kind == opening else { return token.range }
        }
    }
    return open.last?.range
}

extension Token.Kind {
    var opens: Bool {
        self == .leftParenthesis || self == .leftBracket || self == .leftBrace
    }

    /// What this closes.
    var closes: Token.Kind? {
        switch self {
        case .rightParenthesis: .leftParenthesis
        case .rightBracket: .leftBracket
        case .rightBrace: .leftBrace
        default: nil
        }
    }
}

extension Formatting.Reason {
    /// Why a file was left, as a person reads it.
    public func sentence(in source: SourceText) -> String {
        switch self {
        case .unreadable(let diagnostic): render([diagnostic], sources: [source])
        case .unbalanced(let range):
            render(
                [
                    Diagnostic(
                        .unclosedBlock, "this brace or bracket has no other half", at: range,
                        "stands alone", help: "`vigie check` says more")
                ], sources: [source])
        case .wouldChange:
            "\(source.path): laid out, it would say something else; please report this file"
        }
    }
}
