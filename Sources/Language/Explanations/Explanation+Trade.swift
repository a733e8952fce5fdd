extension Code {
    /// Of what the trade knows of its KPIs: scales, journeys, benchmarks, goals.
    var tradeExplanation: Explanation {
        switch self {
        case .betterAgainstSense: Self.betterAgainstSenseAnswer
        default: preconditionFailure("`\(rawValue)` has its answer elsewhere")
        }
    }

    private static let betterAgainstSenseAnswer = Explanation(
        #"""
        A Customer Effort Score says with its scale whether more is better: of `ease` it is, of
        `effort` it is not. A KPI that says the opposite has one of the two wrong, and its limits
        would be on the wrong side.
        """#,
        wrong: #"""
            kpi effort_in_chat {
              from   contact
              value  ces(score, effort 0..10)
              over   1d
              better higher
            }
            """#,
        right: #"""
            kpi effort_in_chat {
              from   contact
              value  ces(score, effort 0..10)
              over   1d
              better lower
            }
            """#)
}
