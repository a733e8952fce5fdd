internal import Model
public import PluginKit

/// Ids of orders, customers, contacts and the like: digits behind a short name or a `#`, or behind
/// the word for what they number.
public struct ReferenceNumber: Redactor {
    public static let manifest = Manifest("reference", "Ids of orders, customers, contacts.")
    public static let marks = (english: "[reference]", french: "[référence]")
    public static let examples = [
        RedactorExample(
            "customer u-41200, order O-2026-0012",
            gives: "customer [reference], order [reference]"),
        RedactorExample(
            "my order 48213 and ticket #771", gives: "my order [reference] and ticket [reference]"),
        RedactorExample("commande n° AB12345 du 9 mars", gives: "commande [reference] du 9 mars"),
        RedactorExample("ORD_20481", gives: "[reference]"),
        RedactorExample("covid-19 in order 2 of 3", gives: "covid-19 in order 2 of 3"),
    ]

    /// What numbers are given to.
    private static let things: Set<String> = [
        "order", "customer", "contact", "client", "ticket", "invoice", "account", "case", "ref",
        "reference", "parcel", "id", "number", "no", "nr", "commande", "facture", "dossier",
        "compte", "colis", "référence", "réf", "numéro", "num", "n°", "n",
    ]

    public init() {}

    public func pieces(of text: [UInt8]) -> [Range<Int>] {
        var (pieces, place): ([Range<Int>], Int) = ([], 0)
        var isNamed = false
        while place < text.count {
            guard Self.isOfToken(text[place]) else {
                if !Self.isBetween(text[place]) { isNamed = false }
                place += 1
                continue
            }
            var end = text[place...].firstIndex { !Self.isOfToken($0) } ?? text.count
            while end > place + 1, !text[end - 1].isWord { end -= 1 }
            let token = Array(text[place..<end])
            let word = String(decoding: token, as: UTF8.self).lowercased()
            if Self.things.contains(word) {
                isNamed = true
            } else {
                if Self.isReference(token, isNamed) { pieces.append(Self.whole(text, place, end)) }
                isNamed = false
            }
            place = end
        }
        return pieces
    }

    /// With the `n°` before it.
    private static func whole(_ text: [UInt8], _ start: Int, _ end: Int) -> Range<Int> {
        var start = start
        let sign = Array("n° ".utf8)
        if start >= sign.count, text[(start - sign.count)..<start].elementsEqual(sign) {
            start -= sign.count
        }
        return start..<end
    }

    private static func isReference(_ token: [UInt8], _ isNamed: Bool) -> Bool {
        let digits = token.count(where: \.isDigit)
        let isHashed = token.first == UInt8(ascii: "#")
        if isHashed || isNamed { return digits >= 3 }
        guard let joint = token.firstIndex(where: { "-_#:".utf8.contains($0) }), joint > 0,
            token[..<joint].allSatisfy(\.isLetter), digits > 0
        else { return digits >= 4 && digits < token.count && token.contains(where: \.isLetter) }
        return joint == 1 || digits >= 3
    }

    private static func isOfToken(_ byte: UInt8) -> Bool {
        byte.isWord || "-_#:".utf8.contains(byte)
    }

    private static func isBetween(_ byte: UInt8) -> Bool {
        byte.isSpace || byte == UInt8(ascii: ".")
    }
}
