public import Language
import Model
public import Plans
public import PluginKit

/// Runs the tests of rules, on the real engine with a clock of its own.
///
/// A pure function of its parts and of the test: the same rules give the same report, byte by byte,
/// and tests can run side by side.
public struct TestRunner: Sendable {
    let sources: [SourceText]
    let plan: Plan
    let registry: Registry
    let book: ContactBook

    /// - Parameters:
    ///   - plan: what the sources mean.
    ///   - book: contacts and routes of the settings; contacts that only the rules name are added.
    public init(
        _ sources: [SourceText], _ plan: Plan, with registry: Registry,
        book: ContactBook = ContactBook()
    ) {
        self.sources = sources
        self.plan = plan
        self.registry = registry
        self.book = Self.reaching(everybody: plan, book)
    }

    /// Everybody who can be told, at once and as often as there is something to tell.
    private static func reaching(everybody plan: Plan, _ book: ContactBook) -> ContactBook {
        let named = (plan.alerts.map(\.message) + plan.watches.map(\.message)).flatMap(\.notify)
        var names: [String] = []
        for name in book.contacts.map(\.name) + named where !names.contains(name) {
            names.append(name)
        }
        let atOnce = DeliveryRate(burst: 1, interval: .zero)
        return ContactBook(
            contacts: names.map { ContactPlan($0, type: "", rate: atOnce) }, routes: book.routes)
    }

    public func run(_ test: TestPlan) -> TestReport {
        let path = sources[test.file].path
        let clock = WallClock(test.zone)
        switch plan(of: test) {
        case .success(let plan): return Trials(self, test, plan, clock, path: path).report()
        case .failure(let misfit):
            return TestReport(test, in: path, by: clock, unready: misfit.words)
        }
    }

    /// Why rules do not check with what a test sets.
    private struct Misfit: Error {
        var words: String
    }

    /// The plan with the params that the test sets.
    private func plan(of test: TestPlan) -> Result<Plan, Misfit> {
        guard !test.settings.isEmpty else { return .success(plan) }
        let found = compile(sources, with: registry, for: test.name)
        if let plan = found.plan { return .success(plan) }
        let error = found.diagnostics.first { $0.severity == .error }
        return .failure(
            Misfit(
                words: "with what it sets the rules have an error: "
                    + (error.map { "\($0.message) [\($0.code.rawValue)]" } ?? "")))
    }
}
