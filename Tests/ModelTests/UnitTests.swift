import Fixtures
import Model
import Testing

/// Numbers as people and machines read them.
@Suite struct UnitTests {
    @Test(
        arguments: Table(
            """
            unit       | value      | text
            duration   | 0          | 0s
            duration   | 0.25       | 250ms
            duration   | 0.0015     | 1.5ms
            duration   | 12.5       | 12.5s
            duration   | 59.96      | 1m
            duration   | 432        | 7m12s
            duration   | 3600       | 1h
            duration   | 5430       | 1h31m
            duration   | 183600     | 2d3h
            duration   | -90        | -1m30s
            duration   | 604800     | 7d
            percent    | 0.8123     | 81.2%
            percent    | 1          | 100%
            percent    | -0.0001    | 0%
            points     | -12        | -12 points
            points     | 1          | 1 point
            count      | 1250       | 1,250
            count      | 1234567    | 1,234,567
            count      | 2.5        | 2.5
            number     | 1.005      | 1
            number     | 1.129      | 1.13
            number     | -0.001     | 0
            number     | -1000      | -1,000
            score      | 7          | 7
            money      | 12.5       | 12.50 EUR
            money      | -0.001     | 0.00 EUR
            money      | 1234.567   | 1,234.57 EUR
            per        | 3          | 3 per minute
            bool       | 1          | true
            number     | nan        | no value
            count      | inf        | no value
            number     | 1e300      | 1e+300
            duration   | 1e18       | 1e+18s
            """
        ).rows)
    func texts(_ row: Table.Row) {
        #expect(unit(row["unit"]).text(Double(row["value"])!) == row["text"])
    }

    /// `_` stands for the space that does not break, `'` for the narrow one.
    @Test(
        arguments: Table(
            """
            unit       | value      | text
            duration   | 0          | 0_s
            duration   | 0.25       | 250_ms
            duration   | 0.0015     | 1,5_ms
            duration   | 12.5       | 12,5_s
            duration   | 432        | 7_min_12_s
            duration   | 3600       | 1_h
            duration   | 5430       | 1_h_31_min
            duration   | 183600     | 2_jours_3_h
            duration   | 86400      | 1_jour
            duration   | -90        | -1_min_30_s
            percent    | 0.8123     | 81,2_%
            percent    | 1          | 100_%
            points     | -12        | -12_points
            points     | 1.5        | 1,5_point
            points     | 2          | 2_points
            count      | 1250       | 1'250
            count      | 1234567    | 1'234'567
            number     | 1234.5     | 1'234,5
            number     | -0.001     | 0
            score      | 7          | 7
            money      | 12.5       | 12,50_€
            money      | 1234.567   | 1'234,57_€
            per        | 3          | 3 par minute
            bool       | 1          | oui
            number     | nan        | aucune valeur
            number     | 1e300      | 1e+300
            """
        ).rows)
    func textsInFrench(_ row: Table.Row) {
        let text = row["text"].map { $0 == "_" ? "\u{A0}" : $0 == "'" ? "\u{202F}" : $0 }
        #expect(unit(row["unit"]).text(Double(row["value"])!, in: .french) == String(text))
    }

    @Test func exactLengthsInFrench() {
        let length = Interval.days(8) + .minutes(90) + .microseconds(3)
        let text = Tongue.french.length(length).map { $0 == "\u{A0}" ? "_" : $0 }
        #expect(String(text) == "1_semaine_1_jour_1_h_30_min_3_µs")
        #expect(Tongue.english.length(length) == "1w1d1h30m3us")
        #expect(Tongue.french.length(.zero) == "0\u{A0}s")
    }

    @Test func everyMagnitudeHasAText() {
        var random = SplitMix64(seed: 9)
        for _ in 0..<20_000 {
            let value = Double(bitPattern: random.next())
            for name in ["duration", "percent", "points", "count", "number", "money", "per"] {
                #expect(!unit(name).text(value).isEmpty)
                #expect(!unit(name).text(value, in: .french).isEmpty)
            }
        }
    }

    @Test(arguments: [
        "bool", "text", "count", "number", "duration", "percent", "score", "points", "money", "per",
    ])
    func unitsComeBack(name: String) throws {
        var writer = ByteWriter()
        writer.write(unit(name))
        var reader = ByteReader(writer.bytes)
        #expect(try Unit(from: &reader) == unit(name))
        #expect(reader.remaining == 0)
    }

    private func unit(_ name: String) -> Unit {
        switch name {
        case "bool": .bool
        case "text": .text
        case "count": .count
        case "duration": .duration
        case "percent": .percent
        case "score": .score(0, 10)
        case "points": .points
        case "money": .money("EUR")
        case "per": .per(.count, .minutes(1))
        default: .number
        }
    }
}
