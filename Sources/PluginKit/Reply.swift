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

extension Outcome {
    /// 2xx is delivered; 408, 425, 429, 5xx and no answer are worth another try; all else is not.
    public static func standard(for reply: Reply) -> Outcome {
        switch reply {
        case .unreachable(let reason): return .later(reason: reason, after: nil)
        case .answer(let status, let body, let retryAfter):
            let reason = "HTTP \(status)" + (body.isEmpty ? "" : ": \(body.prefix(120))")
            switch status {
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
