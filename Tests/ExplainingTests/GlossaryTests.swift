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

/// `rules/glossary.txt`: that it is whole, that its formulas check, and that names find it.
@Suite struct GlossaryTests {
    private static let glossary = Glossary.standard
    static let terms = glossary.terms

    @Test func everyKPIOfTheTradeIsThere() {
        #expect(Self.terms.count == 82)
        #expect(Set(Self.terms.map(\.id)).count == Self.terms.count)
    }

    @Test(arguments: terms)
    func isWhole(_ term: Term) {
        let units = ["duration", "percent", "points", "score", "count", "number", "money"]
        #expect(units.contains(term.unit))
        for face in [term.english, term.french] {
            #expect(!face.names.isEmpty && !face.names.contains(""))
            #expect(face.says.count > 20 && face.says.hasSuffix("."))
            #expect(face.not.count > 10 && !face.not.hasSuffix("."))
        }
        #expect(term.english.says != term.french.says)
    }

    /// What the reader passes over would be lost without a word.
    @Test func everyLineIsRead() {
        let text = Repository.text("rules/glossary.txt")
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        let keys: Set = ["en", "fr", "is", "est", "rule", "not", "pas"]
        let odd = lines.filter { line in
            let words = line.split(separator: " ")
            if line.hasPrefix(" ") { return !keys.contains(String(words[0])) || words.count < 2 }
            return words.count != 3 || Term.Better(rawValue: String(words[2])) == nil
        }
        #expect(odd.isEmpty)
        #expect(lines.count == Self.terms.count * (keys.count + 1))
    }

    /// What no rule can say alone: it needs a memory of each customer, another year, or what only
    /// the daemon knows.
    @Test func formulasThatLackAreKnown() {
        let lacking = Self.terms.filter { $0.rule == nil }.map(\.id)
        #expect(
            lacking == [
                "repurchase_rate", "bad_experience_exposure", "revenue_growth",
                "once_and_done_rate", "stream_silence", "ingest_lag", "line_reject_rate",
                "duplicate_event_rate",
            ])
    }

    /// Every formula checks, and gives what the row says.
    @Test(arguments: terms.filter { $0.rule != nil })
    func formulaChecks(_ term: Term) throws {
        let rule = try #require(term.rule)
        // What is made of other KPIs has their window.
        let window = rule.contains("from ") ? "  over 1d\n" : ""
        let result = compile(
            [
                SourceText(
                    path: "streams", text: Repository.text("Tests/Golden/glossary/streams.vigie")),
                SourceText(path: term.id, text: "kpi k {\n  value \(rule)\n\(window)}\n"),
            ],
            with: Registry(
                functions: builtinFunctions, detectors: builtinDetectors, notifiers: []))
        let complaints = result.diagnostics.filter { $0.severity == .error }
        #expect(complaints.isEmpty, "\(complaints.map(\.message))")
        let unit = try #require(result.plan?.kpi("k")?.unit)
        #expect("\(unit)".prefix { $0 != "(" } == term.unit)
    }

    /// Names that several have, on purpose; any other clash is a mistake.
    @Test func clashesAreKnown() {
        var owners: [String: Set<String>] = [:]
        for term in Self.terms {
            for name in term.names { owners[plainLetters(name), default: []].insert(term.id) }
        }
        let clashes = owners.filter { $0.value.count > 1 }.mapValues { $0.sorted() }
        #expect(
            clashes == [
                "dmr": ["first_response_time", "resolution_time"],
                "roi": ["customer_roi", "cx_roi", "marketing_roi"],
                "engagement": [
                    "customer_engagement", "emotional_engagement", "employee_engagement",
                ],
                "abandonmentrate": ["cart_abandonment_rate", "contact_abandonment_rate"],
                "tauxdabandon": ["cart_abandonment_rate", "contact_abandonment_rate"],
                "tauxderetour": ["product_return_rate", "returning_customer_rate"],
            ])
    }

    @Test(
        arguments: Table(
            """
            asked                          | found
            DMT                            | average_handle_time
            aht                            | average_handle_time
            taux de rétention              | retention_rate
            TAUX DE RETENTION              | retention_rate
            Résolution au premier contact  | first_contact_resolution
            first-contact resolution       | first_contact_resolution
            NPS                            | nps
            net_promoter_score             | nps
            DMR                            | first_response_time resolution_time
            taux d’abandon                 | contact_abandonment_rate cart_abandonment_rate
            bouche à oreille               | word_of_mouth_rate
            Coût d'acquisition client      | customer_acquisition_cost
            nothing of the kind            |
            !                              |
            """
        ).rows)
    func isFound(_ row: Table.Row) {
        let found = Self.glossary.terms(named: row["asked"]).map(\.id)
        #expect(found.joined(separator: " ") == row["found"])
    }

    @Test func namesThatHoldAWordAreOffered() {
        #expect(
            Self.glossary.names(holding: "churn") == [
                "Churn", "Churn rate", "churn_rate", "Taux de churn",
            ])
        #expect(Self.glossary.names(holding: "xy").isEmpty)
        #expect(Self.glossary.names(holding: "rate").count == 5)
    }

    @Test func aTermIsTold() {
        #expect(
            answer(to: "dmt", in: .french, of: Plan(), at: .zero) == """
                Durée moyenne de traitement (DMT) (`average_handle_time`)
                Anglais\u{A0}: Average handle time (AHT, Mean handle time)

                Le temps de travail moyen d'un agent sur un contact : conversation, mise en \
                attente et clôture.

                Unité\u{A0}: durée. Plus bas, c'est mieux.
                En règles\u{A0}: mean(handle_s from contact where event == "closed")
                À ne pas confondre avec\u{A0}: resolution_time, qui compte aussi le temps où \
                personne ne travaille à la demande.
                """)
        let both = answer(to: "ROI", in: .english, of: Plan(), at: .zero) ?? ""
        #expect(both.contains("(`cx_roi`)") && both.contains("(`customer_roi`)"))
        #expect(answer(to: "no such thing", in: .english, of: Plan(), at: .zero) == nil)
    }
}

extension Term: CustomTestStringConvertible {
    public var testDescription: String { id }
}
