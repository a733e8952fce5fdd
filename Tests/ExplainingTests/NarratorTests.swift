import Calendars
import Detectors
import Fixtures
import Foundation
import Functions
import Language
import Model
import Plans
import PluginKit
import Testing

@testable import Explaining

/// Rules as sentences: `Tests/Golden/explained` holds rules, and what is said of each.
///
/// `GOLDEN=accept swift test` writes what is said now; `git diff` is the review.
@Suite struct NarratorTests {
    /// A Friday afternoon in Paris.
    private static let now = Timestamp("2026-03-27T14:30:00Z")!
    private static let registry = Registry(
        functions: builtinFunctions, detectors: builtinDetectors, notifiers: [])

    @Test(arguments: ["desk", "hours", "journey", "shop"])
    func isTold(_ name: String) throws {
        let path = "Tests/Golden/explained/\(name).txt"
        let text = Repository.text(path)
        let parts = text.split(
            separator: "=== told\n", maxSplits: 1, omittingEmptySubsequences: false)
        let source = String(try #require(parts.first))
        let rules = try #require(
            source.range(of: "=== source\n").map { String(source[$0.upperBound...]) })
        let plan = try plan(of: rules)
        let told =
            Tongue.allCases.map { tongue in
                let names = allNames(of: plan, Glossary(""))
                return names.map {
                    answer(to: $0, in: tongue, of: plan, at: Self.now, Glossary("")) ?? "?"
                }
                .joined(separator: "\n\n")
            }.joined(separator: "\n\n") + "\n"
        if ProcessInfo.processInfo.environment["GOLDEN"] == "accept" {
            try (source + "=== told\n" + told).write(
                to: Repository.root.appending(path: path), atomically: true, encoding: .utf8)
        }
        #expect(parts.count == 2 && told == parts[1])
    }

    /// Whatever rules there are, each has its sentences, in whole ones.
    @Test(arguments: Repository.packs, Tongue.allCases)
    func everyPackIsTold(_ path: String, _ tongue: Tongue) throws {
        let plan = try plan(
            of: Repository.program(of: path).map(Repository.text).joined(separator: "\n"))
        #expect(!plan.kpis.isEmpty || path.contains("streams") || path.contains("benchmarks"))
        let spoken = plan.kpis.filter { !$0.isImplied }
        for name in plan.alerts.map(\.name) + spoken.map(\.name) {
            let text = try #require(answer(to: name, in: tongue, of: plan, at: Self.now))
            for line in text.split(separator: "\n") where !line.contains("://") {
                #expect(line.hasSuffix(".") || line.contains(":") || line.hasSuffix("`)"))
            }
        }
    }

    @Test func aKPIOfTheRulesIsFoundByAnyOfItsNames() throws {
        let plan = try plan(
            of: """
                stream a { field x duration(s) }
                kpi response "First answer" {
                  from  a
                  value mean(x)
                  over  1h
                  also  fr "Délai de première réponse"
                }
                """)
        for name in ["response", "first answer", "delai de premiere reponse"] {
            let text = try #require(answer(to: name, in: .french, of: plan, at: Self.now))
            #expect(text.hasPrefix("Délai de première réponse (`response`) est une durée\u{A0}:"))
        }
        #expect(namesLike("respon", of: plan).first == "response")
    }

    private func plan(of text: String) throws -> Plan {
        let sources = [
            SourceText(path: "r.vigie", text: text), SourceText(try zone("Europe/Paris")),
        ]
        let result = compile(sources, with: Self.registry)
        return try #require(result.plan, "\(result.diagnostics.map(\.message))")
    }
}
