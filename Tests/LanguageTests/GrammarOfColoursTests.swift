import Fixtures
import Foundation
import Testing

@testable import Language

/// Every word of the language has a colour.
@Suite struct GrammarOfColoursTests {
    private static let path = "deploy/editors/vscode/syntaxes/vigie.tmLanguage.json"

    /// The regular expressions that have this scope somewhere beside them.
    private static func patterns(_ scope: String, in value: Any) -> [String] {
        if let list = value as? [Any] { return list.flatMap { patterns(scope, in: $0) } }
        guard let rule = value as? [String: Any] else { return [] }
        let names = [rule["name"] as? String] + captures(rule)
        let own = names.contains(scope) ? [rule["match"] as? String].compactMap(\.self) : []
        return own + rule.values.flatMap { patterns(scope, in: $0) }
    }

    private static func captures(_ rule: [String: Any]) -> [String?] {
        (rule["captures"] as? [String: [String: String]] ?? [:]).values.map { $0["name"] }
    }

    /// Whether a line, beginning with the word, is coloured by a pattern of the scope.
    private func isColoured(_ line: String, as scope: String) throws -> Bool {
        let text = try JSONSerialization.jsonObject(with: Data(Repository.text(Self.path).utf8))
        return try Self.patterns(scope, in: text).contains { pattern in
            try NSRegularExpression(pattern: pattern).firstMatch(
                in: line, range: NSRange(line.startIndex..., in: line)) != nil
        }
    }

    @Test(arguments: Block.declarations)
    func declarations(_ word: String) throws {
        #expect(try isColoured("\(word) x", as: "keyword.control.declaration.vigie"))
    }

    @Test(
        arguments: Set(
            [Block.stream, .kpi, .alert, .watch, .calendar, .test].flatMap(\.words)
        ).subtracting(Block.declarations).sorted())
    func clauses(_ word: String) throws {
        #expect(try isColoured("  \(word) x", as: "keyword.other.clause.vigie"))
    }

    @Test(arguments: FunctionNames(testRegistry).entries.keys.sorted())
    func functions(_ name: String) throws {
        #expect(try isColoured("\(name)(x)", as: "support.function.vigie"))
    }

    @Test(arguments: TypeName.names)
    func types(_ name: String) throws {
        #expect(try isColoured("  field x \(name)", as: "support.type.vigie"))
    }

    @Test(arguments: Symbol.words.keys.sorted())
    func connectives(_ word: String) throws {
        #expect(try isColoured("a \(word) b", as: "keyword.operator.word.vigie"))
    }

    @Test func whatIsNoWordHasNone() throws {
        #expect(try !isColoured("  frobnicate x", as: "keyword.other.clause.vigie"))
        #expect(try !isColoured("frobnicate(x)", as: "support.function.vigie"))
    }
}
