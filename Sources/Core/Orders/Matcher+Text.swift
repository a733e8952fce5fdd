public import Model

/// Why a text is no matcher.
public enum MatcherFault: Error, Equatable, Sendable {
    /// No `=`, `!=`, `=~` or `!~` in it.
    case noSign(String)
    case noName(String)
    /// A quotation mark that has no other, or something after it.
    case badQuotes(String)
    case badPattern(String, PatternFault)
}

extension Matcher {
    /// Reads one as it is written for `amtool` and in the rules of Alertmanager: `team="a"`,
    /// `team=a`, `team!="a"`, `team=~"a|b"`, `team!~a.*`.
    ///
    /// - Source: Alertmanager, `pkg/labels/parse.go`; between quotation marks `\"`, `\\` and `\n`
    ///   are understood.
    public init(parsing text: String) throws(MatcherFault) {
        let (name, sign, rest) = try Self.parts(of: text)
        let value = try Self.value(rest, in: text)
        do throws(PatternFault) {
            try self.init(
                name, value, isRegex: sign.hasSuffix("~"), isEqual: sign.hasPrefix("="))
        } catch { throw .badPattern(value, error) }
    }

    private static func parts(of text: String) throws(MatcherFault)
        -> (name: String, sign: String, rest: Substring)
    {
        guard let start = text.firstIndex(where: { "=!".contains($0) }) else {
            throw .noSign(text)
        }
        let second = text.index(after: start)
        let next = second < text.endIndex ? text[second] : " "
        var sign = String(text[start])
        if next == "~" || (sign == "!" && next == "=") { sign.append(next) }
        guard sign != "!" else { throw .noSign(text) }
        let name = try value(text[..<start], in: text)
        guard !name.isEmpty else { throw .noName(text) }
        return (name, sign, text[text.index(start, offsetBy: sign.count)...])
    }

    /// A word, with or without quotation marks.
    private static func value(_ text: Substring, in whole: String) throws(MatcherFault) -> String {
        let text = text.trimmed
        guard text.first == "\"" else {
            if text.contains("\"") { throw .badQuotes(whole) }
            return String(text)
        }
        var value = ""
        var rest = text.dropFirst()
        while let next = rest.popFirst() {
            if next == "\"" {
                guard rest.isEmpty else { throw .badQuotes(whole) }
                return value
            }
            guard next == "\\", let escaped = rest.popFirst() else {
                value.append(next)
                continue
            }
            switch escaped {
            case "n": value.append("\n")
            case "\"", "\\": value.append(escaped)
            default: value += ["\\", escaped]
            }
        }
        throw .badQuotes(whole)
    }
}

extension [Matcher] {
    /// Reads one, or several in braces: `{team="a", severity=~"w.*"}`.
    public init(parsing text: String) throws(MatcherFault) {
        let text = Substring(text).trimmed
        guard text.first == "{", text.last == "}" else {
            self = [try Matcher(parsing: String(text))]
            return
        }
        self = []
        for part in Self.split(text.dropFirst().dropLast()) where !part.trimmed.isEmpty {
            append(try Matcher(parsing: String(part)))
        }
    }

    /// At the commas that stand outside of quotation marks.
    private static func split(_ text: Substring) -> [Substring] {
        var (parts, start, isQuoted, isEscaped) = ([Substring](), text.startIndex, false, false)
        for place in text.indices {
            switch text[place] {
            case _ where isEscaped: isEscaped = false
            case "\\": isEscaped = isQuoted
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                parts.append(text[start..<place])
                start = text.index(after: place)
            default: break
            }
        }
        return parts + [text[start...]]
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
