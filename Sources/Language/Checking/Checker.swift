import Model
import Plans
import PluginKit

/// Makes a plan of what was read: resolves every name, infers every unit, fills in every default.
///
/// What is wrong is reported once, where it is; what depends on it is then unknown, and no further
/// word is said of it.
struct Checker: Complaining {
    private let declarations: Declarations
    private(set) var names: Names
    var diagnostics: [Diagnostic] = []
    private(set) var plan = Plan()
    private(set) var tests: [TestPlan] = []

    /// - Parameter test: the test whose settings hold, if there is one.
    init(_ declarations: Declarations, _ names: Names, for test: TestDeclaration? = nil) {
        self.declarations = declarations
        self.names = names
        self.names.lost = Set(declarations.lost.map(\.text))
        checkStreams()
        addIngest()
        checkCalendars()
        checkParams()
        for set in test?.sets ?? [] { self.names.params[set.name.text]?.value = set.value?.value }
        checkRefusals()
        checkStages()
        checkBenchmarks()
        checkTables()
        checkKPIs()
        checkAlerts()
        if !plan.asks(StreamPlan.ingest.name) {
            plan.streams.removeAll { $0.name == StreamPlan.ingest.name }
        }
        if test == nil { checkTests() }
    }

    private mutating func checkTests() {
        guard !declarations.tests.isEmpty else { return }
        let cast = Cast(
            plan, names,
            declared: declarations.alerts.map(\.name.text)
                + declarations.watches.map(\.name.text))
        var seen: [String: Name] = [:]
        for test in declarations.tests {
            let name = Name(text: test.title.value, range: test.title.range)
            guard isFirst(name, "test", &seen) else { continue }
            var checker = TestChecker(test, names, cast)
            if let checked = checker.check() { tests.append(checked) }
            diagnostics += checker.diagnostics
        }
    }

    private mutating func checkStreams() {
        var seen: [String: Name] = [:]
        for stream in declarations.streams where isFirst(stream.name, "stream", &seen) {
            var checker = StreamChecker(stream)
            let checked = checker.check()
            diagnostics += checker.diagnostics
            names.streams[stream.name.text] = checked
            plan.streams.append(checked.plan)
        }
    }

    /// The stream that the engine itself feeds is there without being declared.
    private mutating func addIngest() {
        let ingest = StreamPlan.ingest
        if let own = declarations.streams.first(where: { $0.name.text == ingest.name }) {
            report(
                .reservedName, "the stream `\(ingest.name)` is built in", at: own.name.range,
                "is there without being declared", help: "remove the declaration")
            plan.streams.removeAll { $0.name == ingest.name }
        }
        var columns: [String: CheckedStream.Column] = [:]
        for tag in ingest.tags { columns[tag.name] = .tag(tag) }
        for field in ingest.fields { columns[field.name] = .field(field.unit) }
        names.streams[ingest.name] = CheckedStream(plan: ingest, columns: columns, isDamaged: false)
        plan.streams.append(ingest)
    }

    /// What streams refuse, which may be said by params.
    private mutating func checkRefusals() {
        for declaration in declarations.streams {
            guard let condition = declaration.refuse,
                let place = plan.streams.firstIndex(where: { $0.name == declaration.name.text }),
                let stream = names.streams[declaration.name.text]
            else { continue }
            var checker = EventChecker(names, stream)
            plan.streams[place].refuse = checker.predicate(condition)
            names.streams[declaration.name.text]?.plan = plan.streams[place]
            diagnostics += checker.diagnostics
        }
    }

    /// Params and KPIs are told apart by name alone where they are used: one name space.
    private mutating func checkParams() {
        var seen: [String: Name] = [:]
        for param in declarations.params where isFirst(param.name, "param", &seen) {
            names.params[param.name.text] = Param(value: param.value?.value)
        }
        seen = [:]
        for set in declarations.sets where isFirst(set.name, "a new value of", &seen) {
            check(set: set)
        }
    }

    private mutating func check(set: Assignment) {
        if let fault = names.fault(in: set) { return diagnostics.append(fault) }
        guard let new = set.value, names.params[set.name.text]?.value != nil else { return }
        names.params[set.name.text] = Param(value: new.value)
    }

    private mutating func checkStages() {
        var seen: [String: Name] = [:]
        for stage in declarations.stages where isFirst(stage.name, "stage", &seen) {
            let checked = StagePlan(stage.name.text, isMomentOfTruth: stage.isMomentOfTruth)
            names.stages[checked.name] = checked
            plan.stages.append(checked)
        }
    }

    private mutating func checkBenchmarks() {
        var seen = named(declarations.params.map(\.name))
        for benchmark in declarations.benchmarks where isFirst(benchmark.name, "benchmark", &seen) {
            var checker = BenchmarkChecker(benchmark, in: names.year)
            let checked = checker.check()
            diagnostics += checker.diagnostics
            names.benchmarks[benchmark.name.text] = .some(checked)
            if let checked { plan.benchmarks.append(checked) }
        }
    }

    private mutating func checkCalendars() {
        var seen: [String: Name] = [:]
        for calendar in declarations.calendars where isFirst(calendar.name, "calendar", &seen) {
            var checker = CalendarChecker(calendar, names.attachments)
            let checked = checker.check()
            diagnostics += checker.diagnostics
            names.calendars[calendar.name.text] = .some(checked)
            if let checked { plan.calendars.append(checked) }
        }
    }

    private mutating func checkTables() {
        var seen = named(declarations.constants)
        for table in declarations.tables where isFirst(table.name, "table", &seen) {
            var checker = TableChecker(table, names)
            let (checked, made) = checker.check()
            diagnostics += checker.diagnostics
            names.tables[table.name.text] = checked
            if let made { plan.tables.append(made) }
        }
    }

    private func named(_ names: [Name]) -> [String: Name] {
        Dictionary(names.map { ($0.text, $0) }, uniquingKeysWith: { a, _ in a })
    }

    private mutating func checkKPIs() {
        var seen = named(declarations.constants + declarations.tables.map(\.name))
        let kpis = declarations.kpis.filter { isFirst($0.name, "KPI", &seen) }
        let order = ReferenceOrder(kpis)
        diagnostics += order.diagnostics
        var plans: [KPIPlan?] = kpis.map { _ in nil }
        for index in order.indices {
            let (checked, found) = check(kpis[index], isInCycle: order.cyclic.contains(index))
            diagnostics += found
            names.kpis[checked.name] = checked
            plans[index] = checked.plan
        }
        plan.kpis = plans.compactMap { $0 }
    }

    /// Apart from what follows it, so that no second holder of `names` is left when they are added
    /// to.
    private func check(_ kpi: KPIDeclaration, isInCycle: Bool) -> (CheckedKPI, [Diagnostic]) {
        var checker = KPIChecker(kpi, names, isInCycle: isInCycle)
        let checked = checker.check()
        return (checked, checker.diagnostics)
    }

    private mutating func checkAlerts() {
        var seen: [String: Name] = [:]
        let alerts = declarations.alerts.filter { isFirst($0.name, "alert", &seen) }
        let watches = declarations.watches.filter { isFirst($0.name, "alert", &seen) }
        names.alerts = seen
        names.watches = Set(watches.map(\.name.text))
        var implied = Set(plan.kpis.map(\.name))
        for alert in alerts {
            var checker = AlertChecker(alert, names)
            if let checked = checker.check() { plan.alerts.append(checked) }
            diagnostics += checker.diagnostics
            for kpi in checker.implied where implied.insert(kpi.name).inserted {
                plan.kpis.append(kpi)
            }
        }
        for watch in watches {
            var checker = WatchChecker(watch, names)
            if let checked = checker.check() { plan.watches.append(checked) }
            diagnostics += checker.diagnostics
        }
        diagnostics += InhibitionChecker(alerts, watches).diagnostics
    }

    /// What a condition calls by its bare name.
    private static let numbers = ["param", "benchmark", "table", "KPI"]
    /// What it means something else by.
    static let words = ["value", "samples", "peers", "silent"]

    private mutating func checkWord(_ name: Name) {
        guard Self.words.contains(name.text) else { return }
        report(
            .reservedName, "`\(name.text)` means something of its own in conditions",
            at: name.range, "cannot be told apart from it", help: "choose another name")
    }

    private mutating func isFirst(_ name: Name, _ kind: String, _ seen: inout [String: Name])
        -> Bool
    {
        guard let first = seen[name.text] else {
            seen[name.text] = name
            if Self.numbers.contains(kind) { checkWord(name) }
            return true
        }
        report(
            .duplicate, "\(kind) `\(name.text)` is declared twice", at: name.range,
            "the second time", and: [Diagnostic.Label(first.range, "the first time")],
            help: "give one of the two another name, or remove it")
        return false
    }
}

extension Declarations {
    /// What has a value that is known beforehand.
    fileprivate var constants: [Name] { params.map(\.name) + benchmarks.map(\.name) }
}

extension Literal.Value {
    /// As it could be written.
    var example: String {
        switch self {
        case .text(let text): "\"\(text)\""
        case .bool(let value): "\(value)"
        default: measured.map { $0.1.written($0.0) } ?? ""
        }
    }
}

extension Plan {
    /// Whether anything is computed or told of the events of a stream.
    fileprivate func asks(_ stream: String) -> Bool {
        kpis.contains { $0.aggregates.contains { $0.stream == stream } }
            || watches.contains { $0.stream == stream }
    }
}
