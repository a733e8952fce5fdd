import Fixtures
import Model
import Testing

/// What a pattern fits, what is refused of it, and how long it takes at worst. In the tables `¦`
/// stands for `|` and `_` for a space.
@Suite struct TextPatternTests {
    @Test(
        arguments: Table(
            #"""
            pattern            | fits                    | does not
            abc                | abc                     | ab abcd ABC xabc
            a.c                | abc a.c aéc a👩c         | ac abbc
            a¦b¦               | a b                     | ab c
            a¦bc               | a bc                    | ac abc
            (a¦b)c             | ac bc                   | c abc
            (?:a¦b)+c          | ac abbac                | c
            (?P<x>a)(?<y_1>b)  | ab                      | a
            a*b                | b aaab                  | a ba
            a+?b??             | a aab                   | b abb
            colou?r            | color colour            | colouur
            a{2}               | aa                      | a aaa
            a{2,}              | aa aaaaa                | a
            a{2,3}?            | aa aaa                  | a aaaa
            x{0}a              | a                       | xa
            a{,2}              | a{,2}                   | aa a
            a{b}]              | a{b}]                   | ab
            [a-c]+             | abccba                  | abd
            [^a-c]             | d é                     | a b
            []a]+              | ]a                      | b
            [^]a]              | b                       | ] a
            [a-]+              | a-a                     | b
            [-a]+              | a-a                     | b
            [a\-z]+            | a-z                     | b
            [\]\\^]+           | ]\^                     | [
            [\d\.]+            | 1.5                     | 1,5
            [^\W\d]+           | ab_c                    | a1 a-b
            [[:alpha:]]+       | abC                     | a1 é
            [[:^digit:]x]+     | abx                     | a1
            \d+\.\d            | 12.5                    | 12x5 ١٢.5
            \w+\W\S            | ab-c                    | abc
            .*\bcat\b.*        | cat a-cat-b             | concat cats
            a\Bb               | ab                      | a
            \bab\b             | ab                      | abc
            ^abc$              | abc                     | ^abc$
            \Aa\z              | a                       | Aaz
            (^a)¦b$            | a b                     | ab
            a^b                | -                       | ab a^b
            \x41\x{1F600}      | A😀                     | x41
            \/\-\"\%           | /-"%                    | \/
            (?i)StraSSe¦é      | STRASSE strasse É       | Straße
            (?i:a)b            | ab Ab                   | aB
            (?i)[a-c]+         | aBC                     | d
            (?i)[^a]           | b                       | a A
            ((?i)a)b           | Ab                      | AB
            (?-i)a             | a                       | A
            (a*)*b             | b aab                   | a
            (a¦a)*c            | c aac                   | b
            (a?){3}            | a aa aaa                | aaaa
            (¦a)+              | a aaa                   | b
            .*                 | a abc é                 | -
            node-.*¦db[0-9]{2} | node-1 db07             | db7 xnode-1
            é                  | é                       | e
            """#
        ).rows)
    func fits(_ row: Table.Row) throws {
        let pattern = try TextPattern(row["pattern"].map { $0 == "¦" ? "|" : "\($0)" }.joined())
        for text in row["fits"].split(separator: " ") where text != "-" {
            #expect(pattern.matches(String(text)), "\(pattern.source) on \(text)")
        }
        for text in row["does not"].split(separator: " ") where text != "-" {
            #expect(!pattern.matches(String(text)), "\(pattern.source) on \(text)")
        }
    }

    @Test func linesAndNothing() throws {
        #expect(try TextPattern("").matches(""))
        #expect(try !TextPattern("").matches("a"))
        #expect(try TextPattern("(a|b|)").matches(""))
        #expect(try TextPattern("a*").matches(""))
        #expect(try TextPattern("a\\sb").matches("a b"))
        #expect(try TextPattern("a\\nb[\\t]").matches("a\nb\t"))
        #expect(try !TextPattern("a.b").matches("a\nb"))
        #expect(try TextPattern("(?s)a.b").matches("a\nb"))
        #expect(try TextPattern("a[^x]b").matches("a\nb"))
        #expect(try !TextPattern("a").matches("a\n"))
        #expect(try TextPattern("(){1000}a").matches("a"))
    }

    @Test(
        arguments: Table(
            #"""
            pattern    | at | reason
            (a         | 2  | a `)` is missing
            a)         | 1  | `)` without a `(`
            [a         | 2  | a `]` is missing
            []         | 2  | a `]` is missing
            [b-a]      | 4  | the range ends before it begins
            *a         | 0  | `*` has nothing to repeat
            a¦+        | 2  | `+` has nothing to repeat
            a**        | 2  | `*` after a repetition
            a{2}{3}    | 4  | `{` after a repetition
            a{1001}    | 1  | it cannot be repeated so often
            a{3,2}     | 1  | it cannot be repeated so often
            a\         | 2  | nothing follows the last `\`
            \pL        | 1  | `\p` is not known here
            \Qa\E      | 1  | `\Q` is not known here
            (a)\1      | 4  | `\1` is not known here
            \xZZ       | 2  | `\x` is not followed by the number of a character
            \x{110000} | 10 | `\x` is not followed by the number of a character
            (?m)a      | 2  | `(?m` is not known here
            (?=a)      | 2  | `(?=` is not known here
            (?P<a-b>c) | 5  | a group's name is letters, digits and `_`, and `>`
            [[:foo:]]  | 3  | there is no such class of characters
            """#
        ).rows)
    func refuses(_ row: Table.Row) throws {
        let pattern = row["pattern"].map { $0 == "¦" ? "|" : "\($0)" }.joined()
        let fault = #expect(throws: PatternFault.self) { _ = try TextPattern(pattern) }
        #expect(fault == PatternFault(at: Int(row["at"])!, row["reason"]))
    }

    /// What would take others for ever.
    @Test func isLinear() throws {
        let long = String(repeating: "a", count: 30_000)
        #expect(try !TextPattern("(a+)+$").matches(long + "b"))
        #expect(try TextPattern("(a+)+$").matches(long))
        #expect(try !TextPattern("(a|a)*(a|aa)*c").matches(long))
        #expect(try !TextPattern("(.*)*x(.*)*y").matches(long))
        let optional = String(repeating: "a?", count: 200) + String(repeating: "a", count: 200)
        #expect(try TextPattern(optional).matches(String(repeating: "a", count: 200)))
    }

    @Test(
        arguments: [
            "((a{100}){100}){100}", "(((a{0,1000}){1000}){1000}){1000}", "(a|b){1000}",
            String(repeating: "(", count: 200) + String(repeating: ")", count: 200),
            String(repeating: "a", count: 1_001),
        ])
    func bombsAreRefused(_ pattern: String) {
        #expect(throws: PatternFault.self) { _ = try TextPattern(pattern) }
    }

    /// However deep nothing is repeated.
    @Test func nothingManyTimesIsNothing() throws {
        let nested = (0..<20).reduce("") { inner, _ in "(\(inner)){1000}" }
        #expect(try TextPattern(nested).matches(""))
    }
}
