import Model
import PluginKit

extension ContactAddress {
    /// Below this a secret is too short to be told from ordinary words.
    private static let shortestSecret = 6

    /// The text without the address, its telling part or the signing secret, should a receiver have
    /// echoed them.
    func redact(_ text: String) -> String {
        var text = text
        for secret in [url.withText { $0 }, url.withText(WebAddress.secretPart) ?? "", key]
        where secret.count >= Self.shortestSecret {
            text = text.replacing(secret, with: "(secret)")
        }
        return text
    }

    /// An outcome that can be logged: its reason on one line, of bounded length, without secrets.
    func redact(_ outcome: Outcome) -> Outcome {
        switch outcome {
        case .delivered: .delivered
        case .later(let reason, let after): .later(reason: line(reason), after: after)
        case .refused(let reason): .refused(reason: line(reason))
        }
    }

    private func line(_ reason: String) -> String {
        let words = redact(reason).split {
            $0.isWhitespace || $0.unicodeScalars.allSatisfy(\.isControl)
        }
        let line = words.joined(separator: " ")
        return line.count <= Limits.reasonLength
            ? line : line.prefix(Limits.reasonLength - 1) + "…"
    }

    private var key: String { hmac?.withText { $0 } ?? "" }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control }
}
