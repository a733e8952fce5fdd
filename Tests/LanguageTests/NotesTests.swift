import Functions
import Language
import Plans
import Testing

/// What `vigie check` says of rules that are right: whose severities differ, and who has too much.
@Suite struct NotesTests {
    private static let stream = """
        stage purchase moment of truth

        stream visit {
          tag   stage
          field paid bool
        }

        """

    private func plan(_ rules: String) throws -> Plan {
        let source = SourceText(path: "rules.vigie", text: Self.stream + rules)
        return try #require(compile([source], with: testRegistry).plan)
    }

    private func watched(_ count: Int) -> String {
        (0..<count).map { number in
            """
            kpi paid_\(number) {
              from  visit
              value share(paid)
              over  1d every 1h
            }

            alert low_\(number) on paid_\(number) {
              owner   "cx"
              warning when value < 50%
            }

            """
        }.joined()
    }

    @Test func whoHasTooMuchToLookAfter() throws {
        #expect(notes(on: try plan(watched(30))) == "")
        #expect(
            notes(on: try plan(watched(31)))
                == "note: `cx` answers for alerts on 31 KPIs; begin with few, people look after "
                + "30 at most\n")
    }

    @Test func whoseSeveritiesDiffer() throws {
        let rules = """
            kpi at_purchase {
              from  visit
              value share(paid)
              over  1d every 1h
              stage purchase
              kano  performance
            }

            kpi by_stage {
              from  visit
              value share(paid)
              by    stage
              over  1d every 1h
            }

            alert low on at_purchase {
              owner "cx"
              info  when value < 50%
            }

            alert low_somewhere on by_stage {
              owner "cx"
              info  when value < 50%
            }

            """
        let text = describe(try plan(rules + watched(1)), with: testRegistry)
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("alert") }
        #expect(
            lines == [
                "alert low: one severity worse, at the moment of truth `purchase`; warning at "
                    + "most, by `kano performance`",
                "alert low_somewhere: one severity worse for the moments of truth `purchase`",
            ])
    }
}
