import Detectors
import Fixtures
import Functions
import Language
import Plans
import PluginKit
import Testing

@testable import Rehearsal

/// Test blocks that must pass, and some that must fail with just these words:
/// `Tests/Scenarios/*.vigie`. What must fail stands in files whose names begin with `fails-`, and
/// what is said of them in a text file of the same name beside them.
@Suite struct ScenarioTests {
    @Test(arguments: Repository.files(in: "Tests/Scenarios", ending: ".vigie"))
    func scenario(_ path: String) throws {
        let (runner, tests) = try staged([path])
        #expect(!tests.isEmpty, "\(path) has no test")
        let reports = tests.map(runner.run)
        guard Repository.name(of: path).hasPrefix("fails-") else {
            for report in reports {
                #expect(report.hasPassed, "\(report.test.name)\n\(report.text)")
            }
            return
        }
        let said = reports.map { "# \($0.test.name)\n\($0.hasPassed ? "passes" : $0.text)\n" }
        try Repository.expect(
            said.joined(separator: "\n"), in: path.replacing(".vigie", with: ".txt"))
    }

    /// The packs are tried by their own tests, each alert both quiet and firing. There are too many
    /// to run them here: `deploy/test` does, with the release binary.
    @Test(arguments: Repository.packs)
    func pack(_ path: String) throws {
        let (runner, tests) = try staged(Repository.program(of: path))
        let own = Repository.text(path)
        for alert in runner.alerts where own.contains("alert \(alert) on ") {
            #expect(
                tests.contains { $0.makesFire(alert) }, "no test of \(path) makes \(alert) fire")
            #expect(
                tests.contains { $0.keepsQuiet(alert) }, "no test of \(path) keeps \(alert) quiet")
        }
    }

    /// The same test gives the same report, also beside another.
    @Test func isAFunctionOfItsParts() async throws {
        let (runner, tests) = try staged(["Tests/Scenarios/fails-properties.vigie"])
        let test = try #require(tests.first)
        let texts = await withTaskGroup(of: String.self) { group in
            for _ in 0..<3 { group.addTask { runner.run(test).text } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(texts).count == 1)
    }

    private func staged(_ paths: [String]) throws -> (TestRunner, [TestPlan]) {
        let rules = paths.map { SourceText(path: $0, text: Repository.text($0)) }
        let sources = rules + zoneSources
        let found = compile(sources, with: testRegistry)
        let plan = try #require(found.plan, "\(render(found.diagnostics, sources: sources))")
        return (TestRunner(sources, plan, with: testRegistry), found.tests)
    }
}

let testRegistry = Registry(
    functions: builtinFunctions, detectors: builtinDetectors, notifiers: [])

extension TestRunner {
    fileprivate var alerts: [String] { plan.alerts.map(\.name) }
}

extension TestPlan {
    fileprivate func makesFire(_ alert: String) -> Bool {
        expectations.contains { expectation in
            guard case .state(let subject, let wanted, .within) = expectation.claim else {
                return false
            }
            if case .firing = wanted.state { return subject.name == alert }
            return false
        }
    }

    fileprivate func keepsQuiet(_ alert: String) -> Bool {
        expectations.contains { expectation in
            guard case .state(let subject, let wanted, .throughout) = expectation.claim else {
                return false
            }
            return subject.name == alert && wanted.state == .ok
        }
    }
}
