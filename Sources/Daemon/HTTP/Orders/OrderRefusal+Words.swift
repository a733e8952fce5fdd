import Core
import HTTPTypes
import Model

extension OrderRefusal {
    var status: HTTPResponse.Status {
        switch self {
        case .unknownIncident, .unknownSilence: .notFound
        case .incidentIsOver, .acknowledgedBy, .linkWasUsed, .silenceIsOver: .conflict
        case .tooManySilences, .tooManyAlerts: .tooManyRequests
        case .notWritten: .serviceUnavailable
        case .noMatchers, .matchesEverything, .badPattern, .endsBeforeStart, .endsInThePast,
            .noAuthor, .noComment, .unknownCalendar, .noLabels:
            .badRequest
        }
    }

    var words: String {
        switch self {
        case .unknownIncident(let id): "there is no incident `\(id)`"
        case .incidentIsOver(let id): "the incident `\(id)` is over"
        case .acknowledgedBy(let name):
            name.isEmpty ? "somebody has it in hand already" : "\(name) has it in hand already"
        case .linkWasUsed: "this link was used before; each counts once"
        case .unknownSilence(let id): "there is no silence `\(id)`"
        case .silenceIsOver(let id): "the silence `\(id)` is over"
        case .noMatchers: "a silence needs at least one matcher, such as `alertname=\"slow\"`"
        case .matchesEverything:
            "these matchers fit what has no such label too, and would silence everything: one has "
                + "to fit something"
        case .badPattern(let pattern, let fault): fault.words(in: pattern)
        case .endsBeforeStart: "a silence ends after it starts"
        case .endsInThePast: "a silence ends in the future"
        case .noAuthor: "say who asks for it"
        case .noComment: "say why"
        case .unknownCalendar(let name): "the rules have no calendar `\(name)`"
        case .tooManySilences(let limit): "there are \(limit) silences already"
        case .tooManyAlerts(let limit): "there are \(limit) alerts of others already"
        case .notWritten(let reason): "it cannot be written down, and so does not count: \(reason)"
        case .noLabels: "an alert needs a label that is not empty"
        }
    }
}

extension PatternFault {
    func words(in pattern: String) -> String {
        "the pattern `\(pattern)` cannot be read, at character \(offset + 1): \(reason)"
    }
}

extension MatcherFault {
    var words: String {
        switch self {
        case .noSign(let text):
            "`\(text)` is no matcher: write NAME=VALUE, NAME!=VALUE, NAME=~PATTERN or NAME!~PATTERN"
        case .noName(let text): "the matcher `\(text)` has no name before its sign"
        case .badQuotes(let text): "the quotation marks of `\(text)` do not pair"
        case .badPattern(let pattern, let fault): fault.words(in: pattern)
        }
    }
}
