/// The KPIs of the trade, in the order of the file that they are written in.
public struct Glossary: Sendable {
    public let terms: [Term]

    /// The one that ships with Vigie: `rules/glossary.txt`.
    public static let standard = Glossary(
        String(decoding: PackageResources.glossary_txt, as: UTF8.self))

    /// Reads blocks: a line `ID UNIT BETTER`, then indented lines of a key and a text.
    ///
    /// What is not of that form is passed over; the tests see to it that there is nothing such.
    public init(_ text: String) {
        var terms: [Term] = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let isHead = line.first != " "
            let words = line.split(separator: " ", maxSplits: isHead ? 2 : 1)
            if isHead, words.count == 3, let better = Term.Better(rawValue: String(words[2])) {
                terms.append(Term(id: String(words[0]), unit: String(words[1]), better: better))
            } else if !isHead, words.count == 2, !terms.isEmpty {
                terms[terms.count - 1].set(words[0], words[1].drop { $0 == " " })
            }
        }
        self.terms = terms
    }

    /// All that go by a name, whatever its letters' case and accents and the signs in between.
    public func terms(named name: String) -> [Term] {
        let wanted = plainLetters(name)
        guard !wanted.isEmpty else { return [] }
        return terms.filter { $0.names.contains { plainLetters($0) == wanted } }
    }

    /// Names for whoever asked for one that there is not: such as hold all that was asked for, the
    /// shortest first.
    public func names(holding name: String, atMost limit: Int = 5) -> [String] {
        let wanted = plainLetters(name)
        guard wanted.count > 2 else { return [] }
        let found = terms.flatMap(\.names).filter { plainLetters($0).contains(wanted) }
        let unique = found.enumerated().filter { found.firstIndex(of: $0.element) == $0.offset }
        return unique.map(\.element).sorted { ($0.count, $0) < ($1.count, $1) }.prefix(limit)
            .map { $0 }
    }
}

extension Term {
    fileprivate mutating func set(_ key: Substring, _ text: Substring) {
        let text = String(text)
        switch key {
        case "en": english.names = Self.names(in: text)
        case "fr": french.names = Self.names(in: text)
        case "is": english.says = text
        case "est": french.says = text
        case "not": english.not = text
        case "pas": french.not = text
        case "rule": rule = text == "-" ? nil : text
        default: break
        }
    }

    private static func names(in text: String) -> [String] {
        text.split(separator: "|").map { part in
            let bare = part.drop { $0 == " " }
            return String(bare.reversed().drop { $0 == " " }.reversed())
        }
    }
}

/// Letters and digits alone, in lower case and without accents: `Délai de réponse` and
/// `delai_de_reponse` are one.
func plainLetters(_ text: String) -> String {
    var plain = ""
    for scalar in text.lowercased().unicodeScalars {
        switch scalar {
        case "à", "á", "â", "ä": plain += "a"
        case "ç": plain += "c"
        case "è", "é", "ê", "ë": plain += "e"
        case "ì", "í", "î", "ï": plain += "i"
        case "ò", "ó", "ô", "ö": plain += "o"
        case "ù", "ú", "û", "ü": plain += "u"
        case "œ": plain += "oe"
        case "æ": plain += "ae"
        // Accents that follow their letter.
        case "\u{300}"..."\u{36F}": continue
        default:
            if scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
                plain.unicodeScalars.append(scalar)
            }
        }
    }
    return plain
}
