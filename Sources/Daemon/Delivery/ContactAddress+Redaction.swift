import Model
import PluginKit

extension ContactAddress {
    /// Below this a secret is too short to be told from ordinary words.
    private static let shortestSecret = 6

    /// The text without anything secret, should a receiver have echoed it.
    func redact(_ text: String) -> String {
        secrets.reduce(text) { $0.replacing($1, with: "(secret)") }
    }

    /// Addresses as a whole and their telling parts, tokens, secrets that sign and passwords of
    /// proxies; the longest first, since one may hold another.
    private var secrets: [String] {
        let addresses = [url, proxy].compactMap(\.self).flatMap { address in
            address.withText { [$0] + WebAddress.secretParts(of: $0) }
        }
        let keys = ([token].compactMap(\.self) + signing).map { $0.withText { $0 } }
        return (addresses + keys).filter { $0.count >= Self.shortestSecret }
            .sorted { $0.count > $1.count }
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
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control }
}
