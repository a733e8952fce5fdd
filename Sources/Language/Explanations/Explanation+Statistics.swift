extension Code {
    /// Of what is normal, and how sure that is.
    var statisticsExplanation: Explanation {
        switch self {
        case .unknownDetector: Self.unknownDetectorAnswer
        default: preconditionFailure("`\(rawValue)` has its answer elsewhere")
        }
    }

    private static let unknownDetectorAnswer = Explanation(
        #"""
        A detector learns what is normal for each group, and says how unlikely a value is. Without
        `using` it is `auto`, which fits most KPIs. `vigie plugins` lists them with their arguments.
        """#,
        wrong: #"""
            alert a on waiting {
              owner   "ops"
              warning when value is anomalous using robst
            }
            """#,
        right: #"""
            alert a on waiting {
              owner   "ops"
              warning when value is anomalous using robust
            }
            """#)
}
