internal import Model
public import PluginKit

/// Numbers of telephones, and any other number so long: nine digits or more, eight behind a 0,
/// seven behind a `+`.
public struct Phone: Redactor {
    public static let manifest = Manifest("phone", "Numbers of telephones, and long numbers.")
    public static let marks = (english: "[number]", french: "[numéro]")
    public static let examples = [
        RedactorExample("call me: 06 12 34 56 78.", gives: "call me: [number]."),
        RedactorExample("+33 (0)6.12.34.56.78", gives: "[number]"),
        RedactorExample("0033612345678 or 555-867-5309", gives: "[number] or [number]"),
        RedactorExample("on 2026-03-09 I paid 1 250 EUR", gives: "on 2026-03-09 I paid 1 250 EUR"),
    ]

    public init() {}

    public func pieces(of text: [UInt8]) -> [Range<Int>] {
        DigitRun.all(in: text).filter { run in
            run.digits.count >= (run.isSigned ? 7 : run.digits.first == 0 ? 8 : 9)
        }.map(\.range)
    }
}
