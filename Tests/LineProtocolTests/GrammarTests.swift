import Fixtures
import LineProtocol
import Model
import Testing

/// Each row is a batch and what comes of it; `␊` is an LF, `·` a space, `⟨FF⟩` a byte (see `wire`).
@Suite struct GrammarTests {
    @Test(
        arguments: Table(
            #"""
            about                       | bytes                      | points
            one field                   | cpu v=1                    | cpu v=1.0
            tags are sorted by name     | cpu,b=2,a=1 v=1            | cpu{a=1;b=2} v=1.0
            with a timestamp            | cpu v=1 5                  | cpu v=1.0 @5
            a negative timestamp        | cpu v=1 -5                 | cpu v=1.0 @-5
            fields of several types     | m a=1,b=2i,d=t,e="x"       | m a=1.0 b=2i d=true e="x"
            spaces before the fields    | cpu··· v=1···  7···        | cpu v=1.0 @7
            spaces before the key       | ···cpu v=1                 | cpu v=1.0
            spaces after the fields     | cpu v=1···␊                | cpu v=1.0
            an LF at the end            | cpu v=1␊                   | cpu v=1.0
            CR and LF                   | cpu v=1 5␍␊cpu v=2␍␊       | cpu v=1.0 @5 / cpu v=2.0
            a CR at the end of input    | cpu v=1␍                   | cpu v=1.0
            blank lines                 | ␊␊·␊␍␊cpu v=1␊␊            | cpu v=1.0
            nothing                     |                            |
            a comment                   | # cpu v=1␊cpu v=2          | cpu v=2.0
            a comment with a tab        | ··#␉x="␊cpu v=2            | cpu v=2.0
            a comment with a CR         | #␍␊#␍                      |
            quotes in names are letters | "m",t="a v="x"             | "m"{t="a} v="x"
            an underscore leads         | _m,_t=1 _f=1               | _m{_t=1} _f=1.0
            = in a measurement          | a=b v=1                    | a=b v=1.0
            a hash within a measurement | a# v=1                     | a# v=1.0
            letters beyond ASCII        | température,où=été v="œuf" | température{où=été} v="œuf"
            """#
        ).rows)
    func isTaken(_ row: Table.Row) {
        let outcome = parse(wire(row["bytes"]))
        #expect(outcome.points.joined(separator: " / ") == row["points"])
        #expect(outcome.errors == [])
    }

    @Test(
        arguments: Table(
            #"""
            about                             | bytes                   | points
            a comma in a measurement          | a\,b v=1                | a,b v=1.0
            a space in a measurement          | a\ b v=1                | a b v=1.0
            but no equals sign                | a\=b v=1                | a\=b v=1.0
            a backslash before a letter stays | a\b v=1                 | a\b v=1.0
            two before a letter stay two      | a\\b v=1                | a\\b v=1.0
            two before a space                | a\\ b v=1               | a\ b v=1.0
            all three in a tag                | m,a\,\=\ b=c\,\=\ d v=1 | m{a,= b=c,= d} v=1.0
            a tag: two words                  | m,host=two\\ words v=1  | m{host=two\ words} v=1.0
            a quote in a tag                  | m,a=\"b v=1             | m{a=\"b} v=1.0
            all three in a field's name       | m a\,\=\ b=1            | m a,= b=1.0
            a quote after an escaped =        | m a\="b=1               | m a="b=1.0
            a quote in a text                 | m v="a\"b"              | m v="a"b"
            a backslash in a text             | m v="a\\b"              | m v="a\b"
            others in a text stay             | m v="\n\r\t\x\,"        | m v="\n\r\t\x\,"
            one at the end of a text          | m v="a\\"               | m v="a\"
            separators in a text              | m v="a,b=c d",w=1 5     | m v="a,b=c d" w=1.0 @5
            an empty text                     | m v=""                  | m v=""
            quotes in a text                  | m v="x=\"y\"",w=2       | m v="x="y"" w=2.0
            """#
        ).rows)
    func isUnescaped(_ row: Table.Row) {
        let outcome = parse(wire(row["bytes"]))
        #expect(outcome.points == [row["points"]])
        #expect(outcome.errors == [])
    }

    /// The good line after the bad one is always read.
    @Test(
        arguments: Table(
            #"""
            about                      | bytes                        | error
            no measurement             | ,a=1 v=1                     | 1:1 noMeasurement
            no measurement, indented   | ··,a=1 v=1                   | 1:3 noMeasurement
            a lone measurement         | cpu                          | 1:4 noFields
            a lone measurement and CR  | cpu␍                         | 1:4 noFields
            a measurement and a space  | cpu·                         | 1:5 noFields
            an escaped space           | cpu\ v=1                     | 1:9 noFields
            tags and no fields         | cpu,a=1                      | 1:8 noFields
            a backslash at the end     | cpu\                         | 1:5 noFields
            a comma and a space        | cpu, v=1                     | 1:5 tagWithoutName
            a comma and the end        | cpu,                         | 1:5 tagWithoutName
            two commas                 | cpu,a=1,,b=2 v=1             | 1:9 tagWithoutName
            a tag without a name       | cpu,=1 v=1                   | 1:5 tagWithoutName
            a tag without =            | cpu,a v=1                    | 1:6 tagWithoutValue
            an empty tag value         | cpu,a= v=1                   | 1:7 tagWithoutValue
            an empty one and a comma   | cpu,a=,b=1 v=1               | 1:7 tagWithoutValue
            two = in a tag             | cpu,a=b=c v=1                | 1:8 tagWithoutName
            a field without a name     | cpu =1                       | 1:5 fieldWithoutName
            a field without =          | cpu v                        | 1:6 fieldWithoutValue
            a field without a value    | cpu v=                       | 1:7 fieldWithoutValue
            an empty value, a comma    | cpu v=,w=1                   | 1:7 fieldWithoutValue
            a comma after the fields   | cpu v=1,                     | 1:9 fieldWithoutName
            a comma and a space        | cpu v=1, w=2                 | 1:9 fieldWithoutName
            a word for a value         | cpu v=abc                    | 1:7 unknownValue
            not a number               | cpu v=NaN                    | 1:7 unknownValue
            an infinity                | cpu v=Inf                    | 1:7 unknownValue
            a negative infinity        | cpu v=-Inf                   | 1:7 badNumber
            text after a text          | cpu v="a"b                   | 1:10 textAfterValue
            two = in a field           | cpu v=1=2                    | 1:8 textAfterValue
            two = before a text        | cpu v=="x"                   | 1:7 unknownValue
            a text for a timestamp     | cpu v=1 "x"                  | 1:9 badTimestamp
            a word                     | cpu v=1 now                  | 1:9 badTimestamp
            a fraction                 | cpu v=1 1.5                  | 1:9 badTimestamp
            a minus                    | cpu v=1 -                    | 1:9 badTimestamp
            a plus                     | cpu v=1 +5                   | 1:9 badTimestamp
            text after it              | cpu v=1 5 x                  | 1:11 textAfterTimestamp
            a comma after it           | cpu v=1 5,w=2                | 1:10 textAfterTimestamp
            a timestamp too large      | cpu v=1 9223372036854775808  | 1:9 timestampOutOfRange
            too large for 64 bits      | cpu v=1 99999999999999999999 | 1:9 timestampOutOfRange
            one that means none        | cpu v=1 -9223372036854775808 | 1:9 timestampOutOfRange
            a tab at the beginning     | ␉cpu v=1                     | 1:1 controlByte(9)
            a tab in a measurement     | c␉pu v=1                     | 1:2 controlByte(9)
            a tab for a space          | cpu␉v=1                      | 1:4 controlByte(9)
            a tab before the timestamp | cpu v=1␉5                    | 1:8 controlByte(9)
            a NUL in a tag             | cpu,a=␀ v=1                  | 1:7 controlByte(0)
            a DEL in a field's name    | cpu v⟨7F⟩=1                  | 1:6 controlByte(127)
            a CR within a line         | cpu v=1␍ 5                   | 1:8 controlByte(13)
            a CR within a name         | c␍pu v=1                     | 1:2 controlByte(13)
            two CRs at the end         | cpu v=1␍␍                    | 1:8 controlByte(13)
            a control in a comment     | #·␀                          | 1:3 controlByte(0)
            a CR within a comment      | #·␍x                         | 1:3 controlByte(13)
            bad UTF-8 in a measurement | c⟨FF⟩pu v=1                  | 1:2 badUTF8
            cut UTF-8 in a tag         | cpu,a=⟨C3⟩ v=1               | 1:7 badUTF8
            overlong UTF-8 in a name   | cpu ⟨C0⟩⟨AF⟩=1               | 1:5 badUTF8
            a surrogate in a text      | cpu v="a⟨ED⟩⟨A0⟩⟨80⟩"        | 1:9 badUTF8
            """#
        ).rows)
    func isRefused(_ row: Table.Row) {
        let outcome = parse(wire(row["bytes"]) + wire("␊ok v=1"))
        #expect(outcome.points == ["ok v=1.0"])
        #expect(outcome.errors == [row["error"]])
        #expect(outcome.refused == 1)
    }

    @Test(
        arguments: Table(
            """
            number                      | reads as
            1                           | 1.0
            -1                          | -1.0
            0                           | 0.0
            -0                          | -0.0
            000123                      | 123.0
            1.                          | 1.0
            .5                          | 0.5
            -.5                         | -0.5
            1e4                         | 10000.0
            1E+4                        | 10000.0
            1.e4                        | 10000.0
            .5e-1                       | 0.05
            1e-400                      | 0.0
            9007199254740993            | 9007199254740992.0
            12345678901234567890        | 1.2345678901234567e+19
            123456789012345678901234567 | 1.2345678901234568e+26
            0.30000000000000004         | 0.30000000000000004
            1.7976931348623157e308      | 1.7976931348623157e+308
            5e-324                      | 5e-324
            000123i                     | 123i
            -0i                         | 0i
            9223372036854775807i        | 9223372036854775807i
            -9223372036854775808i       | -9223372036854775808i
            00000000000000000000007i    | 7i
            18446744073709551615u       | 18446744073709551615u
            0u                          | 0u
            t                           | true
            T                           | true
            true                        | true
            True                        | true
            TRUE                        | true
            f                           | false
            F                           | false
            false                       | false
            False                       | false
            FALSE                       | false
            1.8e308                     | numberOutOfRange
            1e99999999999999999999      | numberOutOfRange
            9223372036854775808i        | numberOutOfRange
            -9223372036854775809i       | numberOutOfRange
            18446744073709551616u       | numberOutOfRange
            99999999999999999999999i    | numberOutOfRange
            .                           | badNumber
            -                           | badNumber
            -.                          | badNumber
            --1                         | badNumber
            1e                          | badNumber
            1e+                         | badNumber
            .e1                         | badNumber
            1.2.3                       | badNumber
            1_0                         | badNumber
            0x10                        | badNumber
            1f                          | badNumber
            1"                          | badNumber
            -i                          | badNumber
            i                           | unknownValue
            1ii                         | badNumber
            1.5i                        | badNumber
            9e10i                       | badNumber
            -1u                         | badNumber
            1U                          | badNumber
            +1                          | unknownValue
            tr                          | badBoolean
            tRUE                        | badBoolean
            truee                       | badBoolean
            fals                        | badBoolean
            true1                       | badBoolean
            """
        ).rows)
    func values(_ row: Table.Row) {
        let outcome = parse(wire("m v=" + row["number"]))
        let expected = row["reads as"]
        if outcome.errors.isEmpty {
            #expect(outcome.points == ["m v=" + expected])
        } else {
            #expect(outcome.errors == ["1:5 " + expected])
        }
    }

    @Test(
        arguments: Table(
            """
            precision    | last in range       | first beyond it
            nanoseconds  | 9223372036854775807 | 9223372036854775808
            microseconds | 9223372036854775    | 9223372036854776
            milliseconds | 9223372036854       | 9223372036855
            seconds      | 9223372036          | 9223372037
            minutes      | 153722867           | 153722868
            hours        | 2562047             | 2562048
            """
        ).rows)
    func timestampsAreScaled(_ row: Table.Row) throws {
        let precision = try #require(
            Precision.allCases.first { "\($0)" == row["precision"] })
        let last = try #require(Int64(row["last in range"]))
        for sign in ["", "-"] {
            let good = parse(wire("m v=1 \(sign)\(last)"), precision: precision)
            #expect(good.points == ["m v=1.0 @\(sign)\(last * precision.scale)"])
            let bad = parse(wire("m v=1 \(sign)\(row["first beyond it"])"), precision: precision)
            #expect(bad.errors == ["1:7 timestampOutOfRange"])
        }
    }

    @Test(
        arguments: [LineError.Kind.tooLong(limit: 9), .controlByte(9), .controlByte(0), .badUTF8])
    func reasonsAreSentences(_ kind: LineError.Kind) {
        let reason = LineError(line: 1, column: 1, kind: kind).reason
        #expect(reason.contains(" ") && !reason.hasSuffix(".") && reason.first?.isLowercase == true)
    }
}
