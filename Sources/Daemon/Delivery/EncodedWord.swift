import Foundation

/// Letters beyond ASCII in the header of a mail.
///
/// - Source: RFC 2047.
enum EncodedWord {
    /// Bytes of text in one word: 75 letters with what surrounds it.
    private static let most = 45

    /// The value as it may stand behind the name: mail addresses stay as they are, and of the rest
    /// what needs it is written as `=?UTF-8?B?…?=`.
    static func header(_ value: String, of name: String) -> String {
        guard namesOfPeople.contains(name.lowercased()) else { return words(value[...]) }
        return Mailbox.list(value).map { mailbox in
            guard let open = mailbox.lastIndex(of: "<") else { return words(mailbox[...]) }
            let person = words(trimmed(mailbox[..<open]))
            return person + (person.isEmpty ? "" : " ") + mailbox[open...]
        }.joined(separator: ", ")
    }

    private static let namesOfPeople: Set = ["from", "to", "cc", "sender", "reply-to"]

    private static func words(_ text: Substring) -> String {
        isPlain(text) ? String(text) : encoded(text)
    }

    private static func isPlain(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let front = text.drop(while: \.isWhitespace)
        guard let last = front.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return front[...last]
    }

    private static func encoded(_ text: Substring) -> String {
        var words: [String] = []
        var word = ""
        // By scalars: a letter with a hundred accents may be longer than a word.
        for letter in text.unicodeScalars {
            if word.utf8.count + letter.utf8.count > most {
                words.append(word)
                word = ""
            }
            word.unicodeScalars.append(letter)
        }
        return (words + [word])
            .map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }
            .joined(separator: " ")
    }
}
