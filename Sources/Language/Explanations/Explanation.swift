/// The long answer for a code: why there is such a rule, and an example before and after.
///
/// The examples are tested: the first gives the code, the second gives no error. Both stand after
/// `Explanation.given`.
struct Explanation: Sendable {
    var words: String
    var wrong: String
    var right: String

    init(_ words: String, wrong: String, right: String) {
        self.words = words
        self.wrong = wrong
        self.right = right
    }

    /// What the examples take for granted.
    static let given = """
        stream contact {
          tag   channel, team, region
          tag   event in ["opened", "answered", "closed", "abandoned"]
          field contact_id    text  id
          field wait_s        duration(s)
          field score         score(0..10)
          field first_contact bool
        }

        kpi waiting "Waiting time" {
          from  contact where event == "answered"
          value mean(wait_s)
          by    channel
          over  1h every 1m
        }
        """
}

/// The long answer for a diagnostic's code, such as `V300`; nil: there is no such code.
public func explanation(of code: String) -> String? {
    guard let code = Code(rawValue: code.uppercased()) else { return nil }
    let explanation = code.explanation
    return """
        \(code.rawValue) (\(code.severity.rawValue))

        \(explanation.words)

        For example:

        \(indented(explanation.wrong))

        Write instead:

        \(indented(explanation.right))

        The examples use this:

        \(indented(Explanation.given))

        """
}

private func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
}

extension Code {
    var explanation: Explanation {
        switch rawValue {
        case "V330"..<"V350", "V430"..<"V440", "V470"..<"V480": testExplanation
        case ..<"V200": textExplanation
        case ..<"V300": grammarExplanation
        case ..<"V309": nameExplanation
        case "V360"..<"V370", "V480"..<"V490": tradeExplanation
        case "V326"..<"V330": statisticsExplanation
        case "V380"..<"V390", "V490"..<"V500": causeExplanation
        case ..<"V400": meaningExplanation
        default: planExplanation
        }
    }
}
