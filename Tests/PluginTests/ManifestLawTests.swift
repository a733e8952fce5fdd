import Fixtures
import Functions
import Model
import Notifiers
import PluginKit
import Testing

/// Manifests are what people read: names and sentences have a form, standards lie in their ranges.
@Suite struct ManifestLawTests {
    private var manifests: [Manifest] {
        everyFunction.map(\.description.manifest) + builtinNotifiers.map { $0.manifest }
    }

    @Test func namesAreLowerSnake() {
        let names = manifests.flatMap { [$0.name] + $0.parameters.map(\.name) }
        for name in names + builtinFunctions.flatMap({ $0.description.spellings.map(\.name) }) {
            #expect(name.first?.isLowercase == true, "\(name)")
            #expect(name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_") })
        }
    }

    @Test func namesAreToldApartAndInOrder() {
        let names = builtinFunctions.map(\.name)
        #expect(names == names.sorted())
        let notifiers = builtinNotifiers.map { $0.manifest.name }
        #expect(notifiers == notifiers.sorted())
        let callable = everyFunction.flatMap {
            [$0.name] + $0.description.spellings.map(\.name)
        }
        #expect(Set(callable).count == callable.count)
    }

    @Test func summariesAreSentences() {
        for text in manifests.flatMap({ [$0.summary] + $0.parameters.map(\.summary) }) {
            #expect(text.hasSuffix(".") && text.first?.isUppercase == true, "\(text)")
            #expect(text.count <= 100, "\(text)")
        }
    }

    @Test func standardValuesAreInRange() {
        for parameter in manifests.flatMap(\.parameters) {
            #expect(parameter.standard.map(parameter.range.contains) ?? true, "\(parameter.name)")
        }
    }

    @Test func spellingsAreComplete() throws {
        for kind in builtinFunctions {
            for spelling in kind.description.spellings {
                _ = try Arguments(
                    spelling.arguments.map { ($0.name, $0.value) },
                    for: kind.description.manifest.parameters)
            }
        }
    }

    /// A text has no mean; and no function lacks a unit for its own operand.
    @Test(arguments: functionNames)
    func unitsFit(_ name: String) {
        let description = kind(name).description
        switch description.operand {
        case .event, .anything:
            #expect(description.unit(.text).map { [.count, .number].contains($0) } == true)
        case .condition: #expect(description.unit(.bool) != nil)
        case .number:
            #expect(description.unit(.number) != nil)
            #expect(description.unit(.text) == nil)
            #expect(description.unit(.bool) == nil)
        }
    }

    @Test(
        arguments: Table(
            """
            of           | sum        | mean         | median       | nps    | csat
            count        | count      | number       | number       | -      | -
            number       | number     | number       | number       | points | percent
            duration     | duration   | duration     | duration     | -      | -
            percent      | number     | percent      | percent      | -      | -
            score(0..10) | number     | score(0..10) | score(0..10) | points | percent
            score(1..5)  | number     | score(1..5)  | score(1..5)  | -      | percent
            points       | number     | points       | points       | -      | -
            money(EUR)   | money(EUR) | money(EUR)   | money(EUR)   | -      | -
            bool         | -          | -            | -            | -      | -
            """
        ).rows)
    func unitsOfValues(_ row: Table.Row) throws {
        let units: [Unit] = [
            .count, .number, .duration, .percent, .score(0, 10), .score(1, 5), .points,
            .money("EUR"), .bool,
        ]
        let unit = try #require(units.first { "\($0)" == row["of"] })
        for (column, name) in ["sum", "mean", "median", "nps", "csat"].map({
            ($0, $0 == "median" ? "quantile" : $0)
        }) {
            let given = kind(name).description.unit(unit).map { "\($0)" } ?? "-"
            #expect(given == row[column], "\(name) of \(unit)")
        }
    }
}
