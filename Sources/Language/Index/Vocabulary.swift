public import PluginKit

/// The words of the language, for those who offer them.
public enum Vocabulary {
    public static var declarations: [String] { Block.declarations }

    /// The words that begin the clauses of a kind of block.
    ///
    /// - Parameter block: `kpi`, or `watch` for an alert on each event.
    public static func clauses(of block: String) -> [String] {
        let found: Block? = block == "watch" ? .watch : Block(rawValue: block)
        return found?.words ?? []
    }

    public static var types: [String] { TypeName.names }

    /// What stands behind a number, longest first.
    public static let units = ["%", " points", " EUR", "w", "d", "h", "m", "s", "ms", "us", "ns"]

    /// Words that stand within clauses.
    public static let connectives = [
        "and", "or", "not", "in", "where", "from", "when", "for", "true", "false", "value",
        "followed by",
    ]

    /// A name as the language wants it, and no word that it needs for itself.
    public static func isName(_ text: String) -> Bool {
        let lexer = Lexer(SourceText(path: "", text: text), file: 0)
        return lexer.diagnostics.isEmpty && lexer.tokens.first?.kind == .name
            && lexer.tokens.first?.range == SourceRange(file: 0, start: 0, end: text.utf8.count)
            && !["true", "false"].contains(text)
    }

    /// `mean(number)`, as a call would be written.
    public static func signature(of function: FunctionKind, as name: String? = nil) -> String {
        let manifest = function.description.manifest
        let operand: String? =
            switch function.description.operand {
            case .event: nil
            case .number: "FIELD"
            case .anything: "COLUMN"
            case .condition: "CONDITION"
            }
        let parameters = manifest.parameters.map { "\($0.name) NUMBER" }
        let given =
            name != nil && name != manifest.name
            ? [] : manifest.parameters.scaleExample.map { [$0] } ?? parameters
        let parts = (operand.map { [$0] } ?? []) + given
        return "\(name ?? manifest.name)(\(parts.joined(separator: ", ")))"
    }
}
