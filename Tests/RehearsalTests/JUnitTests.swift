import Foundation
import FoundationXML
import Language
import Plans
import Testing

@testable import Rehearsal

/// What CI systems read is well-formed, whatever stands in the rules.
@Suite struct JUnitTests {
    private static let rules = """
        stream s {
          tag   t
          field x number
        }
        kpi k "K" {
          from  s
          value max(x)
          by    t
          over  10m every 1m
          no alert
        }
        test "passes & <is> \\"quoted\\" 'so' ]]>" {
          feed   s t="a<b>&\\"c" x=1 every 1m for 20m
          expect k >= 1
        }
        test "fails\u{1}\u{FFFE} — accents: é, signs: 🙂" {
          feed   s t="<t>&" x=1 every 1m for 20m
          expect k = 2
        }
        """

    private func cases() throws -> [JUnit.Case] {
        let sources = [SourceText(path: "rules/<&>.vigie", text: Self.rules)]
        let found = compile(sources, with: testRegistry)
        let plan = try #require(found.plan, "\(render(found.diagnostics, sources: sources))")
        let runner = TestRunner(sources, plan, with: testRegistry)
        return found.tests.map { JUnit.Case(runner.run($0), seconds: 0.0456) }
    }

    @Test func isWellFormed() throws {
        let text = JUnit(try cases()).text
        let reader = Reader()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        #expect(parser.parse(), "\(text)")
        #expect(reader.elements == ["testsuites", "testsuite", "testcase", "testcase", "failure"])
        #expect(reader.attributes[0]["tests"] == "2")
        #expect(reader.attributes[0]["failures"] == "1")
        #expect(reader.attributes[2]["name"] == "passes & <is> \"quoted\" 'so' ]]>")
        #expect(reader.attributes[2]["time"] == "0.046")
        #expect(reader.attributes[3]["name"] == "fails\u{FFFD}\u{FFFD} — accents: é, signs: 🙂")
        #expect(reader.attributes[4]["message"]?.hasPrefix("k{t=<t>&} was 1 at ") == true)
        #expect(reader.text.contains("expect k = 2"))
    }

    /// Also of no tests at all.
    @Test func ofNothing() {
        let parser = XMLParser(data: Data(JUnit([]).text.utf8))
        #expect(parser.parse())
    }

    @Test func linesInAttributesStay() {
        #expect(JUnit.escaped("a\nb\tc", inAttribute: true) == "a&#10;b&#9;c")
        #expect(JUnit.escaped("a\nb\r") == "a\nb&#13;")
    }

    private final class Reader: NSObject, XMLParserDelegate {
        var elements: [String] = []
        var attributes: [[String: String]] = []
        var text = ""

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
            qualifiedName: String?, attributes: [String: String]
        ) {
            elements.append(name)
            self.attributes.append(attributes)
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) { self.text += text }
    }
}
