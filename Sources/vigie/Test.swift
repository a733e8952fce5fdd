import ArgumentParser
import Daemon
import Foundation
import Language
import Plans
import Rehearsal

struct Test: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the `test` blocks of rules: what comes in, and what has to come of it.",
        discussion: """
            The real engine with a clock of its own, so that hours take moments; tests run side by \
            side. Of one that fails you see what came instead and when, and the course of the KPI. \
            Ends with 1 if a test fails, 2 if the rules cannot be read or have no tests.
            """)

    @Argument(help: "Rule files, or folders of them.") var rules: [String]
    @Option(help: "Runs the tests that have this in their names.") var only: String?
    @Option(help: "Writes a report for CI systems.") var junit: String?
    @Option(help: "A vigie.yaml, for its contacts and routes.") var config: String?

    func run() async throws {
        var book: ContactBook?
        if let config {
            do { book = try Settings.load(config, registry: builtins).book } catch {
                throw refuse(error)
            }
        }
        let checked = try CheckedRules(
            rules, contacts: book?.contacts.map(\.name), failure: .unusable)
        let tests = try chosen(checked.tests)
        let runner = TestRunner(
            checked.folder.sources, checked.plan, with: builtins, book: book ?? ContactBook())
        let began = ContinuousClock.now
        let cases = await run(tests, by: runner)
        summarize(cases, in: ContinuousClock.now - began)
        if let junit { try write(JUnit(cases).text, to: junit) }
        if cases.contains(where: { !$0.report.hasPassed }) { throw ExitCode.findings }
    }

    private func chosen(_ tests: [TestPlan]) throws -> [TestPlan] {
        let place = rules.joined(separator: ", ")
        guard !tests.isEmpty else { throw refuse("there is no test in \(place)") }
        guard let only else { return tests }
        let chosen = tests.filter { $0.name.contains(only) }
        guard chosen.isEmpty else { return chosen }
        let near = suggestion(for: only, among: tests.map(\.name))
        throw refuse(
            "no test in \(place) has `\(only)` in its name"
                + (near.map { "; did you mean `\($0)`?" } ?? ""))
    }

    /// As many at a time as there are cores; told in their order, each as soon as it can be.
    private func run(_ tests: [TestPlan], by runner: TestRunner) async -> [JUnit.Case] {
        await withTaskGroup(of: (Int, JUnit.Case).self) { group in
            for (index, test) in tests.enumerated() {
                group.addTask {
                    let began = ContinuousClock.now
                    let report = runner.run(test)
                    return (
                        index, JUnit.Case(report, seconds: (ContinuousClock.now - began).seconds)
                    )
                }
            }
            var done: [JUnit.Case?] = tests.map { _ in nil }
            var told = 0
            for await (index, each) in group {
                done[index] = each
                while told < done.count, let next = done[told] {
                    tell(next)
                    told += 1
                }
            }
            return done.compactMap { $0 }
        }
    }

    private func tell(_ each: JUnit.Case) {
        let hasPassed = each.report.hasPassed
        let verdict = hasPassed ? "ok  " : "FAIL"
        let coloured =
            wantsColor(STDOUT_FILENO)
            ? "\u{1B}[\(hasPassed ? 32 : 31)m\(verdict)\u{1B}[0m" : verdict
        print("\(coloured)  \(each.report.test.name) (\(milliseconds(each.seconds)))")
        guard !hasPassed else { return }
        for line in each.report.text.split(separator: "\n", omittingEmptySubsequences: false) {
            print(line.isEmpty ? "" : "      \(line)")
        }
    }

    private func summarize(_ cases: [JUnit.Case], in time: Duration) {
        let failed = cases.count { !$0.report.hasPassed }
        let runs = cases.reduce(0) { $0 + $1.report.runs }
        let inAll = runs > cases.count ? ", \(plural(runs, "run"))" : ""
        print(
            "\n\(plural(cases.count, "test"))\(inAll), \(failed) failed, in "
                + milliseconds(time.seconds))
    }

    private func milliseconds(_ seconds: Double) -> String {
        seconds < 1
            ? "\(Int((seconds * 1_000).rounded())) ms" : "\((seconds * 10).rounded() / 10) s"
    }

    private func write(_ text: String, to path: String) throws {
        do {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch { throw refuse("cannot write \(path): \(error.localizedDescription)") }
    }
}

extension Duration {
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
