import Model
import Plans
import Testing

@testable import Language

/// The units of arithmetic, as `rules/LANGUAGE.md` lists them: `left sign right = unit`, `-` where
/// there is none.
@Suite struct UnitTests {
    private static let table = """
        count + count = count                | count - count = number
        count / count = percent              | count * count = number
        number / count = number              | count * number = number
        duration + duration = duration       | duration / count = duration
        duration / duration = number         | duration * number = duration
        duration * duration = -              | number / duration = -
        duration + number = -                | duration + count = -
        number * duration = duration         | percent + percent = percent
        percent - percent = points           | percent / percent = number
        percent * money(EUR) = money(EUR)    | percent * count = number
        percent * number = percent           | number * percent = percent
        percent + count = -                  | percent + points = percent
        percent - points = percent           | points - percent = -
        points + points = points             | points - points = points
        points / points = number             | money(EUR) / count = money(EUR)
        money(EUR) + money(EUR) = money(EUR) | money(EUR) + money(USD) = -
        money(EUR) / money(USD) = -          | money(EUR) * money(EUR) = -
        money(EUR) / percent = money(EUR)    | money(EUR) / money(EUR) = number
        score - score = number               | score / count = number
        ease - ease = number                 | ease + number = ease
        ease - effort = -                    | number - ease = number
        ease / number = number               | number * ease = ease
        ease + count = -                     | ease + percent = -
        ease - score = -                     | percent * ease = ease
        text + text = -                      | bool * number = -
        """

    @Test(
        arguments: table.split(separator: "\n").flatMap { $0.split(separator: "|") }.map(
            String.init))
    func arithmetic(_ row: String) throws {
        let words = row.split(separator: " ").map(String.init)
        let sign = try #require(Arithmetic(rawValue: words[1]))
        let result = SignRule.of(unit(words[0]), sign, unit(words[2]))
        let given = result.map { "\($0.unit)".split(separator: " ")[0] } ?? "-"
        #expect(given == words[4])
    }

    private func unit(_ word: String) -> Unit {
        switch word {
        case "count": .count
        case "number": .number
        case "duration": .duration
        case "percent": .percent
        case "points": .points
        case "score": .score(0, 10)
        case "ease": .ces(EffortScale(.ease, 1, 7))
        case "effort": .ces(EffortScale(.effort, 1, 7))
        case "bool": .bool
        case "money(EUR)": .money("EUR")
        case "money(USD)": .money("USD")
        default: .text
        }
    }

    @Test func factorsGoFromSharesToPoints() {
        #expect(SignRule.of(.percent, .subtract, .percent) == SignRule(unit: .points, factor: 100))
        #expect(SignRule.of(.percent, .add, .points) == SignRule(unit: .percent, rightFactor: 0.01))
    }

    /// `value SIGN LIMIT` for values between 0 and 1: `t` always, `f` never, `?` it depends.
    @Test(arguments: [
        ("<", "f??t"), ("<=", "f?tt"), (">", "t?ff"), (">=", "t??f"), ("==", "f??f"),
        ("!=", "t??t"),
    ])
    func outcomes(_ sign: String, _ expected: String) throws {
        let comparison = try #require(Comparison(rawValue: sign))
        let limits = [-0.5, 0.5, 1, 1.5]
        let found = limits.map { comparison.outcome(for: 0...1, against: $0) }
        #expect(found.map { $0.map { $0 ? "t" : "f" } ?? "?" }.joined() == expected)
    }
}
