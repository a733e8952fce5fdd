/// What reads rules and says what is wrong with them.
protocol Complaining {
    var diagnostics: [Diagnostic] { get set }
}

extension Complaining {
    mutating func report(
        _ code: Code, _ message: String, at range: SourceRange, _ label: String,
        and others: [Diagnostic.Label] = [], help: String? = nil
    ) {
        diagnostics.append(
            Diagnostic(code, message, at: range, label, and: others, help: help))
    }
}
