public import Model
public import Plans
public import PluginKit

/// A detector as `using` of a rule would name it, with its arguments: `holt_winters(season 1d)`.
public struct AskedDetector: Sendable {
    public var kind: DetectorKind
    public var arguments: Arguments

    /// nil in `asked` where there is an error; it is drawn as those of rules are.
    public static func read(_ source: SourceText, with registry: Registry)
        -> (asked: AskedDetector?, diagnostics: [Diagnostic])
    {
        var parser = Parser(words: source, file: 0)
        let call = try? parser.parseWhole { parser throws(Parser.Stop) in
            try parser.parseDetector()
        }
        guard let call, parser.diagnostics.isEmpty else { return (nil, parser.diagnostics) }
        let range = call.function.range
        var checker = DetectorChecker(Names(of: source, with: registry))
        let checked = checker.check(call, at: range)
        let kind = checked.flatMap { registry.detector($0.name) }
        return (
            zip(kind, checked).map { AskedDetector(kind: $0, arguments: $1.arguments) },
            checker.diagnostics
        )
    }
}

extension FalseAlarms {
    /// What `budget` of a rule would say: `1 per 30d`.
    public static func read(_ source: SourceText) -> (alarms: FalseAlarms?, [Diagnostic]) {
        var parser = Parser(words: source, file: 0)
        let rate = try? parser.parseWhole { parser throws(Parser.Stop) in
            try parser.parseBudget()
        }
        guard let rate, parser.diagnostics.isEmpty else { return (nil, parser.diagnostics) }
        guard case .rate(let count, let unit, let per) = rate.value, unit.isPlain, count > 0 else {
            parser.report(
                .badArgument, "a budget is a number of false alarms", at: rate.range,
                "not such a number", help: "write `1 per 30d`")
            return (nil, parser.diagnostics)
        }
        return (FalseAlarms(count, per: per), [])
    }
}

extension Parser {
    /// What there is, and nothing behind it.
    fileprivate mutating func parseWhole<Part>(
        _ parse: (inout Parser) throws(Stop) -> Part
    ) throws(Stop) -> Part {
        skipNewlines()
        let part = try parse(&self)
        skipNewlines()
        guard at(.end) else { throw expected("nothing more") }
        return part
    }
}

extension Names {
    fileprivate init(of source: SourceText, with registry: Registry) {
        self.init(
            functions: FunctionNames(registry), detectors: registry.detectors,
            attachments: Attachments([source]), sources: [Array(source.text.utf8)])
    }
}

private func zip<First, Second>(_ first: First?, _ second: Second?) -> (First, Second)? {
    first.flatMap { first in second.map { (first, $0) } }
}
