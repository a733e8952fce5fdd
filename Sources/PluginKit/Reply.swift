public import Model

/// What came back.
public enum Reply: Equatable, Sendable {
    /// An HTTP answer: its status, the first bytes of its body, and `Retry-After` in seconds where
    /// it was sent.
    case answer(status: Int, body: String, retryAfter: Double?)
    /// No answer: a word about why, without the address.
    case unreachable(String)
}

/// What a reply means for the delivery.
public enum Outcome: Equatable, Sendable {
    case delivered
    /// Worth another try, not sooner than `after` where the service says so.
    case later(reason: String, after: Interval?)
    /// Not worth one.
    case refused(reason: String)
}

extension Reply {
    /// What people are shown of the words of an answer.
    public static func shown(_ body: String) -> String {
        String(String.UnicodeScalarView(body.unicodeScalars.prefix(Limits.answerShown)))
    }

    /// Whether the words are HTML, which no service that is written to by programs answers with: of
    /// who asks for a password on the way to it, mostly.
    ///
    /// By how they begin, for what type they are said to be means nothing: Slack's own `ok` is
    /// `text/html`.
    static func isPage(_ body: String) -> Bool {
        var rest = body[...]
        func skipBlanks() { rest = rest.drop { $0.isWhitespace || $0 == "\u{FEFF}" } }
        skipBlanks()
        for (start, end) in [("<?xml", "?>"), ("<!--", "-->")] {
            while rest.hasPrefix(start) {
                // Who begins with what nobody reads, and has not come to the point, is no program.
                guard let close = rest.firstRange(of: end) else { return true }
                rest = rest[close.upperBound...]
                skipBlanks()
            }
        }
        let start = rest.prefix(16).lowercased()
        return pageStarts.contains { start.hasPrefix($0) }
    }

    private static let pageStarts = [
        "<!doctype html", "<html", "<head", "<body", "<meta", "<script", "<title",
    ]
}

extension Outcome {
    /// 2xx is delivered, but for a page: somebody on the way wants a password, and that passes.
    /// 408, 425, 429, 5xx and no answer are worth another try; all else is not.
    public static func standard(for reply: Reply) -> Outcome {
        switch reply {
        case .unreachable(let reason): return .later(reason: reason, after: nil)
        case .answer(let status, let body, let retryAfter):
            let reason = "HTTP \(status)" + (body.isEmpty ? "" : ": \(Reply.shown(body))")
            switch status {
            case 200..<300 where Reply.isPage(body):
                return .later(
                    reason: "HTTP \(status) with a page for people: \(Reply.shown(body))",
                    after: nil)
            case 200..<300: return .delivered
            case 408, 425, 429, 500...:
                return .later(reason: reason, after: retryAfter.flatMap(interval))
            default: return .refused(reason: reason)
            }
        }
    }

    /// At most a day: a receiver that says more is not believed.
    private static func interval(_ seconds: Double) -> Interval? {
        guard seconds.isFinite, seconds >= 0 else { return nil }
        return Interval(nanoseconds: Int64(min(seconds, 86_400) * 1e9))
    }
}
