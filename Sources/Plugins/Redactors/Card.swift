internal import Model
public import PluginKit

/// Numbers of payment cards: 13 to 19 digits of which the last is the check digit of the others.
///
/// - Source: ISO/IEC 7812-1, annex B (the formula of Luhn).
public struct Card: Redactor {
    public static let manifest = Manifest("card", "Numbers of payment cards.")
    public static let marks = (english: "[card]", french: "[carte]")
    public static let examples = [
        RedactorExample("paid with 4111 1111 1111 1111 twice", gives: "paid with [card] twice"),
        RedactorExample("5500-0000-0000-0004", gives: "[card]"),
        RedactorExample("3 4111111111111111", gives: "[card]"),
        RedactorExample("1234 5678 9012", gives: "1234 5678 9012"),
        RedactorExample("1,250 pieces in 2026", gives: "1,250 pieces in 2026"),
    ]

    public init() {}

    public func pieces(of text: [UInt8]) -> [Range<Int>] {
        DigitRun.all(in: text).filter { Self.holdsCard($0.digits) }.map(\.range)
    }

    /// A number may stand right before or behind that of a card.
    private static func holdsCard(_ digits: [UInt8]) -> Bool {
        digits.indices.contains { start in
            (13...19).contains { length in
                start + length <= digits.count && checks(digits[start..<(start + length)])
            }
        }
    }

    private static func checks(_ digits: ArraySlice<UInt8>) -> Bool {
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            let value = Int(digit.element) * (digit.offset % 2 == 1 ? 2 : 1)
            return sum + (value > 9 ? value - 9 : value)
        }
        // Zeros alone are the number of no card.
        return sum % 10 == 0 && sum > 0
    }
}
