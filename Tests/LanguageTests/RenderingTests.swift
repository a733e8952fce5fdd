import Language
import Testing

/// The faces of diagnostics and plans that golden files do not show.
@Suite struct RenderingTests {
    private let sources = [
        SourceText(path: "rules/a.vigie", text: "\tparam é = 3\nparam x = \"one\\two\"\n")
    ]

    private var diagnostics: [Diagnostic] {
        compile(sources, with: testRegistry).diagnostics
    }

    @Test func columnsCountCharacters() {
        #expect(
            render(diagnostics, sources: sources) == """
                error[V100]: `é` cannot be a name
                 --> rules/a.vigie:1:8
                  |
                1 |  param é = 3
                  |        ^ has letters beyond a to z
                  = help: names are made of a to z, digits and `_`

                error[V102]: `\\t` is not an escape
                 --> rules/a.vigie:2:15
                  |
                2 | param x = "one\\two"
                  |               ^^ only `\\"`, `\\\\` and `\\n` are
                  = help: write `\\\\` for a backslash

                """)
    }

    @Test func editorsGetALineEach() {
        let lines = renderJSON(diagnostics, sources: sources).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(
            lines[0] == """
                {"path":"rules/a.vigie","line":1,"column":8,"end_line":1,"end":9,"code":"V100",\
                "severity":"error","message":"`é` cannot be a name","label":"has letters beyond a \
                to z","help":"names are made of a to z, digits and `_`"}
                """)
    }

    @Test func colorsAreOnlyAddedSigns() {
        let colored = render(diagnostics, sources: sources, color: true)
        #expect(colored.contains("\u{1B}[31;1merror[V100]\u{1B}[0m"))
        let plain = colored.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
        #expect(plain == render(diagnostics, sources: sources))
    }

    @Test func kpisAreDescribedInColumns() throws {
        let text = Golden("Tests/Golden/stages/contact-centre.txt")["source"]
        let plan = try #require(
            compile([SourceText(path: "a", text: text)], with: testRegistry).plan)
        let lines = describe(plan, with: testRegistry).split(separator: "\n")
        #expect(
            lines[0] == """
                first_response_time       duration  by channel  over 1h every 1m (60 panes)    \
                1 MiB for 1,000 groups
                """)
        #expect(lines.count == 3)
    }
}
