internal import Model
public import PluginKit

/// Numbers of bank accounts: two letters, two digits, and eleven more letters and digits, alone or
/// in groups of four.
///
/// - Source: ISO 13616-1; whether the check digits fit is not asked, for people mistype.
public struct IBAN: Redactor {
    public static let manifest = Manifest("iban", "Numbers of bank accounts (IBAN).")
    public static let marks = (english: "[account]", french: "[compte]")
    public static let examples = [
        RedactorExample(
            "refund to FR76 3000 6000 0112 3456 7890 189 please",
            gives: "refund to [account] please"),
        RedactorExample("DE89370400440532013000", gives: "[account]"),
        RedactorExample("gb29nwbk60161331926819.", gives: "[account]."),
        RedactorExample("in FR75 all went well", gives: "in FR75 all went well"),
    ]

    public init() {}

    public func pieces(of text: [UInt8]) -> [Range<Int>] {
        var (pieces, place): ([Range<Int>], Int) = ([], 0)
        while place < text.count {
            let isStart = text[place].isLetter && (place == 0 || !text[place - 1].isWord)
            if isStart, let end = Self.end(in: text, from: place) {
                pieces.append(place..<end)
                place = end
            } else {
                place += 1
            }
        }
        return pieces
    }

    /// nil: none begins there.
    private static func end(in text: [UInt8], from start: Int) -> Int? {
        guard start + 4 <= text.count, text[start].isASCIILetter, text[start + 1].isASCIILetter,
            text[start + 2].isDigit, text[start + 3].isDigit
        else { return nil }
        var (end, count) = (group(in: text, from: start), 0)
        count = end - start
        while end + 1 < text.count, text[end].isSpace || text[end] == UInt8(ascii: "-") {
            let next = group(in: text, from: end + 1)
            let part = text[(end + 1)..<next]
            guard (1...4).contains(part.count),
                part.contains(where: \.isDigit) || part.allSatisfy(\.isCapital)
            else { break }
            count += part.count
            end = next
        }
        return count >= 15 ? end : nil
    }

    private static func group(in text: [UInt8], from start: Int) -> Int {
        text[start...].firstIndex { !$0.isDigit && !$0.isASCIILetter } ?? text.count
    }
}

extension UInt8 {
    fileprivate var isASCIILetter: Bool { isLetter && self < 0x80 }
}
