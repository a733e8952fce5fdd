internal import PluginKit

/// What a service's JSON says at its top, read only as far as the values that are asked for, and
/// from the beginning of an answer as well: it may be cut off.
///
/// - Complexity: O(length), once for each question.
struct AnswerGlance {
    private let text: String

    init(_ text: String) { self.text = text }

    /// A text, a number, or `true`, `false` or `null`, as it is written; nil: there is none, or it
    /// is an object or an array.
    subscript(key: String) -> String? {
        var rest = Substring(text)
        skipBlanks(&rest)
        guard rest.popFirst() == "{" else { return nil }
        while true {
            skipBlanks(&rest)
            guard rest.first == "\"", let name = string(&rest) else { return nil }
            skipBlanks(&rest)
            guard rest.popFirst() == ":" else { return nil }
            skipBlanks(&rest)
            let isPlain = rest.first != "{" && rest.first != "["
            guard let value = value(&rest) else { return nil }
            if name == key { return isPlain ? value : nil }
            skipBlanks(&rest)
            guard rest.popFirst() == "," else { return nil }
        }
    }

    /// Whether it began as an object and does not end as one.
    var isCutOff: Bool {
        text.first { !$0.isWhitespace } == "{" && text.last { !$0.isWhitespace } != "}"
    }

    private func skipBlanks(_ rest: inout Substring) {
        rest = rest.drop { $0.isWhitespace }
    }

    /// nil: it is cut off. Of an object and an array nothing is said but that it is there.
    private func value(_ rest: inout Substring) -> String? {
        switch rest.first {
        case "\"": return string(&rest)
        case "{", "[":
            var depth = 0
            repeat {
                guard let character = rest.first else { return nil }
                if character == "\"" {
                    guard string(&rest) != nil else { return nil }
                    continue
                }
                depth += character == "{" || character == "[" ? 1 : 0
                depth -= character == "}" || character == "]" ? 1 : 0
                rest.removeFirst()
            } while depth > 0
            return ""
        default:
            let word = rest.prefix { !$0.isWhitespace && $0 != "," && $0 != "}" && $0 != "]" }
            rest = rest.dropFirst(word.count)
            return rest.isEmpty || word.isEmpty ? nil : String(word)
        }
    }

    /// With quotes and slashes that are escaped, as in the addresses of those who escape them; what
    /// else can be is left out: ids and words of errors have none of it.
    private func string(_ rest: inout Substring) -> String? {
        rest.removeFirst()
        var text = ""
        while let character = rest.popFirst() {
            if character == "\"" { return text }
            guard character == "\\" else {
                text.append(character)
                continue
            }
            guard let escaped = rest.popFirst() else { return nil }
            if "/\"\\".contains(escaped) { text.append(escaped) }
        }
        return nil
    }
}

extension Reply {
    /// Some services say how long to wait in the body, finer than in the header or instead of it.
    var waitingAsItsBodySays: Reply {
        guard case .answer(let status, let body, let header) = self else { return self }
        let told = AnswerGlance(body)["retry_after"].flatMap(Double.init)
        let wait = [header, told].compactMap { $0 }.max()
        return .answer(status: status, body: body, retryAfter: wait)
    }
}
