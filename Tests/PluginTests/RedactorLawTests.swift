import Model
import PluginKit
import Redactors
import Testing

/// What every redactor promises, and all of them together: nobody needs to add a case here.
@Suite struct RedactorLawTests {
    static let names = builtinRedactors.map { $0.manifest.name }

    private func type(_ name: String) throws -> any Redactor.Type {
        try #require(builtinRedactors.first { $0.manifest.name == name })
    }

    @Test(arguments: names)
    func examplesHold(_ name: String) throws {
        let type = try type(name)
        #expect(type.examples.count >= 3)
        #expect(type.examples.contains { $0.text == $0.gives }, "what does it leave alone?")
        for example in type.examples {
            #expect(Redaction.applying(type, to: example.text, in: .english) == example.gives)
        }
    }

    /// What was redacted once has nothing left, in either language.
    @Test(arguments: names, [Tongue.english, .french])
    func onceIsEnough(_ name: String, _ tongue: Tongue) throws {
        let type = try type(name)
        var draws = SplitMix64(seed: 7)
        for _ in 0..<500 {
            let text = Self.chatter(&draws)
            let once = Redaction.applying(type, to: text, in: tongue)
            #expect(Redaction.applying(type, to: once, in: tongue) == once, "\(text)")
            #expect(type.init().pieces(of: Array(once.utf8)).isEmpty, "\(text)")
        }
    }

    @Test(arguments: names)
    func piecesAreInOrder(_ name: String) throws {
        let redactor = try type(name).init()
        var draws = SplitMix64(seed: 8)
        for _ in 0..<500 {
            let text = Array(Self.chatter(&draws).utf8)
            var end = 0
            for piece in redactor.pieces(of: text) {
                #expect(piece.lowerBound >= end && !piece.isEmpty && piece.upperBound <= text.count)
                end = piece.upperBound
            }
        }
    }

    /// Nothing of what was put in by the generator is in what comes out.
    @Test func nothingThatTellsSurvives() {
        let redaction = Redaction(builtinRedactors)
        var draws = SplitMix64(seed: 9)
        for _ in 0..<2_000 {
            let secret = Self.secret(&draws)
            let text = "\(Self.words(&draws)) \(secret)\(Self.end(&draws)) \(Self.words(&draws))"
            let left = redaction.redacted(text, to: 1_000, in: .english)
            #expect(!left.contains(secret), "\(text) -> \(left)")
            #expect(left.count(where: \.isNumber) < 5, "\(text) -> \(left)")
            #expect(redaction.redacted(left, to: 1_000, in: .english) == left, "\(text)")
        }
    }

    @Test func aTextIsCutToItsLengthAndLine() {
        let redaction = Redaction(builtinRedactors)
        #expect(redaction.redacted("one\ntwo", to: 20, in: .english) == "one two")
        #expect(redaction.redacted("éàüöß abc", to: 5, in: .french) == "éàüö…")
        // The number is gone before the text is cut in the middle of it.
        #expect(
            redaction.redacted("call 06 12 34 56 78 now", to: 10, in: .english) == "call [num…")
    }

    // MARK: - Made-up texts

    private static func pick<T>(_ all: [T], _ draws: inout SplitMix64) -> T {
        all[Int(draws.next() % UInt64(all.count))]
    }

    private static func digits(_ count: Int, _ draws: inout SplitMix64) -> String {
        (0..<count).map { _ in String(draws.next() % 10) }.joined()
    }

    private static func words(_ draws: inout SplitMix64) -> String {
        let all = ["the", "parcel", "déçue", "still", "réponse", "nothing", "merci", "lamp,", "3"]
        return (0..<3).map { _ in pick(all, &draws) }.joined(separator: " ")
    }

    private static func end(_ draws: inout SplitMix64) -> String {
        pick(["", ".", "!", ",", ")", " -"], &draws)
    }

    private static func secret(_ draws: inout SplitMix64) -> String {
        switch draws.next() % 7 {
        case 0:
            "\(pick(["a.b", "marie", "x_y+z", "é"], &draws))@"
                + pick(["ex.fr", "a-b.co.uk"], &draws)
        case 1:
            "06 \(digits(2, &draws)) \(digits(2, &draws)) \(digits(2, &draws)) \(digits(2, &draws))"
        case 2: "+33\(digits(9, &draws))"
        case 3: card(&draws)
        case 4:
            "FR76 \(digits(4, &draws)) \(digits(4, &draws)) "
                + "\(digits(4, &draws)) \(digits(3, &draws))"
        case 5: "\(pick(["u", "p", "o", "c"], &draws))-\(digits(5, &draws))"
        default: "\(pick(["#", "ORD-", "CMD_"], &draws))\(digits(6, &draws))"
        }
    }

    private static func card(_ draws: inout SplitMix64) -> String {
        let body = "4" + digits(14, &draws)
        let sum = body.reversed().enumerated().reduce(0) { sum, digit in
            let value = (digit.element.wholeNumberValue ?? 0) * (digit.offset % 2 == 0 ? 2 : 1)
            return sum + (value > 9 ? value - 9 : value)
        }
        let all = Array(body + "\((10 - sum % 10) % 10)")
        return (0..<4).map { String(all[($0 * 4)..<($0 * 4 + 4)]) }.joined(separator: " ")
    }

    /// Anything at all.
    private static func chatter(_ draws: inout SplitMix64) -> String {
        let pieces = [
            "@", ".", "-", " ", "#", "n°", "order ", "é", "FR76", "+", "a", "Z", "0", "48", "4111",
        ]
        return (0..<Int(draws.next() % 24)).map { _ in pick(pieces, &draws) }.joined()
            + (draws.next() % 2 == 0 ? secret(&draws) : "")
    }
}
