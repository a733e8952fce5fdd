import Core
import Model

/// A silence as it is asked for over HTTP: in Vigie's own words, or in Alertmanager's.
struct SilenceBody: Decodable {
    struct Part: Decodable {
        var name: String
        var value: String
        var isRegex: Bool?
        var isEqual: Bool?
    }

    /// Parts, or texts such as `team="a"`.
    enum Matching: Decodable {
        case part(Part)
        case text(String)

        init(from decoder: any Decoder) throws {
            if let text = try? decoder.singleValueContainer().decode(String.self) {
                self = .text(text)
            } else {
                self = .part(try Part(from: decoder))
            }
        }
    }

    var id: String?
    var matchers: [Matching]
    var startsAt: WrittenTime?
    var endsAt: WrittenTime?
    /// In place of an end: for how long.
    var length: String?
    var by: String?
    var comment: String?
    var calendar: String?

    private enum CodingKeys: String, CodingKey {
        case id, matchers, by, comment, calendar
        case startsAt = "starts_at"
        case endsAt = "ends_at"
        case length = "for"
    }

    /// - Parameter name: who asks, where the body does not say.
    func request(by name: String, at now: Timestamp) throws(OrderFault) -> SilenceRequest {
        let start = startsAt?.time ?? now
        return SilenceRequest(
            id: id ?? "", matchers: try Self.matchers(matchers), startsAt: start,
            endsAt: try end(from: start), by: try bounded(by ?? name, "by"),
            comment: try bounded(comment ?? "", "comment"), calendar: calendar ?? "")
    }

    private func end(from start: Timestamp) throws(OrderFault) -> Timestamp {
        if let end = endsAt?.time { return end }
        guard let length else {
            throw OrderFault("say when it ends: `ends_at`, or `for` with a length such as 2h")
        }
        guard let length = Interval(length), length > .zero else {
            throw OrderFault("`for` is no length of time such as 30m, 2h or 1d")
        }
        return start + length
    }

    static func matchers(_ written: [Matching]) throws(OrderFault) -> [Matcher] {
        var matchers: [Matcher] = []
        for one in written {
            switch one {
            case .part(let part): matchers.append(try matcher(part))
            case .text(let text): matchers += try Self.matchers(text)
            }
        }
        return matchers
    }

    static func matchers(_ text: String) throws(OrderFault) -> [Matcher] {
        do throws(MatcherFault) { return try [Matcher](parsing: text) } catch {
            throw OrderFault(error.words)
        }
    }

    static func matcher(_ part: Part) throws(OrderFault) -> Matcher {
        guard !part.name.isEmpty else { throw OrderFault("a matcher has no name") }
        do throws(PatternFault) {
            return try Matcher(
                part.name, part.value, isRegex: part.isRegex ?? false,
                isEqual: part.isEqual ?? true)
        } catch { throw OrderFault(error.words(in: part.value)) }
    }
}

/// What people write, within what fits into a message.
func bounded(_ text: String, _ name: String) throws(OrderFault) -> String {
    guard text.count <= Limits.commentLength else {
        throw OrderFault("`\(name)` is longer than \(Limits.commentLength) characters")
    }
    return text
}
