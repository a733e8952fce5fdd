public import Plans
public import PluginKit

/// What came of compiling: a plan, unless there is an error, and all there is to say.
public struct Compilation: Sendable {
    /// nil where any diagnostic is an error.
    public var plan: Plan?
    /// The tests of the rules, in their order; none where there is no plan.
    public var tests: [TestPlan] = []
    /// In reading order.
    public var diagnostics: [Diagnostic]
}

/// Compiles sources as one program with one name space; their order is the order of the plan.
///
/// Pure and total: any text gives an answer, the same text the same answer.
///
/// - Parameters:
///   - contacts: the contacts that `notify` may name; nil: any.
///   - test: the test whose settings hold; nil: none, and the tests are checked as well.
/// - Complexity: linear in the length of the sources.
public func compile(
    _ sources: [SourceText], with registry: Registry, contacts: [String]? = nil,
    for test: String? = nil
) -> Compilation {
    var declarations = Declarations()
    var diagnostics: [Diagnostic] = []
    for (file, source) in sources.enumerated() {
        let parser = Parser(source, file: file)
        declarations.append(parser.declarations)
        diagnostics += parser.diagnostics
    }
    let names = Names(
        functions: FunctionNames(registry), contacts: contacts,
        sources: sources.map { Array($0.text.utf8) })
    let chosen = test.flatMap { test in declarations.tests.first { $0.title.value == test } }
    let checker = Checker(declarations, names, for: chosen)
    diagnostics = (diagnostics + checker.diagnostics).inReadingOrder
    let isWhole = !diagnostics.contains { $0.severity == .error }
    return Compilation(
        plan: isWhole ? checker.plan : nil, tests: isWhole ? checker.tests : [],
        diagnostics: diagnostics)
}

extension Declarations {
    fileprivate mutating func append(_ other: Declarations) {
        streams += other.streams
        kpis += other.kpis
        alerts += other.alerts
        watches += other.watches
        tests += other.tests
        params += other.params
        sets += other.sets
        lost += other.lost
    }
}
