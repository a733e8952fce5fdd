internal import Model
public import PluginKit

/// Addresses of e-mail: whatever stands round an `@` without a space.
public struct EMail: Redactor {
    public static let manifest = Manifest("email", "Addresses of e-mail.")
    public static let marks = (english: "[e-mail]", french: "[courriel]")
    public static let examples = [
        RedactorExample("write to marie.dupont@example.fr!", gives: "write to [e-mail]!"),
        RedactorExample("<a+b@sub.example.co.uk>", gives: "<[e-mail]>"),
        RedactorExample("élodie@exemple.fr, jean@exemple", gives: "[e-mail], [e-mail]"),
        RedactorExample("3 @ 5 EUR, see @tilleul", gives: "3 @ 5 EUR, see @tilleul"),
    ]

    public init() {}

    public func pieces(of text: [UInt8]) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        for (place, byte) in text.enumerated() where byte == UInt8(ascii: "@") {
            let floor = pieces.last?.upperBound ?? 0
            guard place >= floor else { continue }
            var (start, end) = (place, place + 1)
            while start > floor, Self.isOfAddress(text[start - 1]) { start -= 1 }
            while end < text.count, Self.isOfAddress(text[end]) || text[end] == byte { end += 1 }
            // A full stop that ends a sentence is none of an address.
            while end > place + 1, Self.isMark(text[end - 1]) { end -= 1 }
            if start < place, end > place + 1 { pieces.append(start..<end) }
        }
        return pieces
    }

    private static func isOfAddress(_ byte: UInt8) -> Bool { byte.isWord || isMark(byte) }

    private static func isMark(_ byte: UInt8) -> Bool {
        ".!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }
}
