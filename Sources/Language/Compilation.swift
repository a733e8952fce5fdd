public import Model
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
/// Sources that are no rules are what rules ask for: see `Attachment`.
///
/// Pure and total: any text gives an answer, the same text the same answer.
///
/// - Parameters:
///   - contacts: the contacts that `notify` may name; nil: any.
///   - tongue: what alerts speak where their file does not say.
///   - year: of today, by which benchmarks are old; nil: none is.
///   - test: the test whose settings hold; nil: none, and the tests are checked as well.
/// - Complexity: linear in the length of the sources.
public func compile(
    _ sources: [SourceText], with registry: Registry, contacts: [String]? = nil,
    tongue: Tongue = .english, in year: Int? = nil, for test: String? = nil
) -> Compilation {
    var declarations = Declarations()
    var diagnostics: [Diagnostic] = []
    for (file, source) in sources.enumerated() where source.isRules {
        let parser = Parser(source, file: file)
        declarations.append(parser.declarations, speaking: tongue)
        diagnostics += parser.diagnostics
    }
    let names = Names(
        functions: FunctionNames(registry), detectors: registry.detectors, contacts: contacts,
        attachments: Attachments(sources), sources: sources.map { Array($0.text.utf8) }, year: year)
    let chosen = test.flatMap { test in declarations.tests.first { $0.title.value == test } }
    let checker = Checker(declarations, names, for: chosen)
    diagnostics += checker.diagnostics
    let isWhole = !diagnostics.contains { $0.severity == .error }
    // What is wrong may be why something seems not to be used.
    if isWhole {
        diagnostics += UseChecker(declarations).diagnostics
        diagnostics += HabitChecker(declarations, checker.plan).diagnostics
    }
    return Compilation(
        plan: isWhole ? checker.plan : nil, tests: isWhole ? checker.tests : [],
        diagnostics: diagnostics.inReadingOrder)
}

extension Declarations {
    fileprivate mutating func append(_ other: Declarations, speaking standard: Tongue) {
        let tongue = other.language?.tongue ?? standard
        let (firstAlert, firstWatch) = (alerts.count, watches.count)
        streams += other.streams
        kpis += other.kpis
        alerts += other.alerts
        watches += other.watches
        calendars += other.calendars
        tables += other.tables
        tests += other.tests
        params += other.params
        stages += other.stages
        benchmarks += other.benchmarks
        sets += other.sets
        lost += other.lost
        for index in alerts.indices[firstAlert...] { alerts[index].message.tongue = tongue }
        for index in watches.indices[firstWatch...] { watches[index].message.tongue = tongue }
    }
}
