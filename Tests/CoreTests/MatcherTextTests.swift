import Core
import Model
import Testing

/// Matchers as people and `amtool` write them.
@Suite struct MatcherTextTests {
    /// written: how it is written then, or what is wrong with it
    private static let table = #"""
        team=a             team="a"
        team="a"           team="a"
         team = "a b"      team="a b"
        team!=a            team!="a"
        team=~a            team=~"a"
        team!~"a"          team!~"a"
        team=              team=""
        team=""            team=""
        a=b=c              a="b=c"
        "a b"="c"          a b="c"
        team="a\"b"        team="a"b"
        team="a\\b"        team="a\b"
        team               noSign
        team!a             noSign
        =a                 noName
        team="a            badQuotes
        team="a"b          badQuotes
        team=a"b           badQuotes
        """#

    @Test func one() {
        for row in Self.table.split(separator: "\n") {
            let cells = row.split(separator: "  ", maxSplits: 1).map(String.init)
            let (text, expected) = (cells[0], cells[1].drop { $0 == " " })
            do throws(MatcherFault) {
                #expect(try Matcher(parsing: text).description == expected, "\(row)")
            } catch { #expect("\(error)".hasPrefix(expected), "\(row)") }
        }
    }

    @Test func several() throws {
        let texts = try [Matcher](parsing: #"{team="a,b", severity=~"w.*",}"#).map(\.description)
        #expect(texts == [#"team="a,b""#, #"severity=~"w.*""#])
        #expect(try [Matcher](parsing: "{}").isEmpty)
        #expect(try [Matcher](parsing: "team=a,b").map(\.description) == [#"team="a,b""#])
    }
}
