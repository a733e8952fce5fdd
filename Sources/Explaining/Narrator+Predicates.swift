import Model
import Plans

// Conditions on one event: `event is “answered”`.
extension Narrator {
    func words(_ predicate: Predicate, of stream: String, isInner: Bool = false) -> String {
        switch predicate {
        case .always: say("always", "toujours")
        case .text(let name, .notEqual, ""):
            say("`\(name)` is there", "`\(name)` est présent")
        case .tag(let name, let comparison, let text), .text(let name, let comparison, let text):
            "`\(name)` \(verb(comparison)) \(quoted(text))"
        case .number(let name, let comparison, let value):
            words(name, comparison, value, of: stream)
        case .not(let inner): negated(inner, of: stream)
        case .all(let parts): joined(parts, say("and", "et"), stream, isInner)
        case .any(let parts):
            choice(parts).map { name, texts in
                "`\(name)` \(verb(.equal)) " + list(texts.map(quoted), say("or", "ou"))
            } ?? joined(parts, say("or", "ou"), stream, isInner)
        }
    }

    private func negated(_ inner: Predicate, of stream: String) -> String {
        switch inner {
        case .tag(let name, let comparison, let text):
            return words(.tag(name, comparison.opposite, text), of: stream)
        case .text(let name, let comparison, let text):
            return words(.text(name, comparison.opposite, text), of: stream)
        case .number(let name, let comparison, let value):
            return words(.number(name, comparison.opposite, value), of: stream)
        case .any(let parts):
            guard let (name, texts) = choice(parts) else { break }
            return "`\(name)` " + say("is neither ", "ne vaut ni ")
                + list(texts.map(quoted), say("nor", "ni"))
        default: break
        }
        return say("it is not so that ", "il n'est pas vrai que ")
            + words(inner, of: stream, isInner: true)
    }

    /// The texts that one tag or field may be, where that is all that is asked.
    private func choice(_ parts: [Predicate]) -> (name: String, texts: [String])? {
        var names: Set<String> = []
        var texts: [String] = []
        for part in parts {
            switch part {
            case .tag(let name, .equal, let text), .text(let name, .equal, let text):
                names.insert(name)
                texts.append(text)
            default: return nil
            }
        }
        return names.count == 1 && texts.count > 1 ? names.first.map { ($0, texts) } : nil
    }

    private func words(
        _ name: String, _ comparison: Comparison, _ value: Double, of stream: String
    ) -> String {
        let unit = plan.stream(stream)?.fields.first { $0.name == name }?.unit ?? .number
        guard unit == .bool else {
            return "`\(name)` \(verb(comparison)) \(unit.text(value, in: tongue))"
        }
        let isTrue = (value != 0) == (comparison == .equal)
        return isTrue
            ? say("`\(name)` holds", "`\(name)` est vrai")
            : say("`\(name)` does not hold", "`\(name)` est faux")
    }

    private func joined(
        _ parts: [Predicate], _ word: String, _ stream: String, _ isInner: Bool
    ) -> String {
        let text = parts.map { words($0, of: stream, isInner: true) }
            .joined(separator: " \(word) ")
        return isInner && parts.count > 1 ? "(\(text))" : text
    }
}
