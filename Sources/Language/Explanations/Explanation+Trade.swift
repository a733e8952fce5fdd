extension Code {
    /// Of what the trade knows of its KPIs: scales, journeys, benchmarks, goals.
    var tradeExplanation: Explanation {
        switch self {
        case .betterAgainstSense: Self.betterAgainstSenseAnswer
        case .rungsMerged: Self.rungsMergedAnswer
        case .staleBenchmark: Self.staleBenchmarkAnswer
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

    private static let rungsMergedAnswer = Explanation(
        #"""
        At a moment of truth every severity is one worse, and a KPI says by `kano performance` or
        `kano delight` how bad it can be at most. Two rungs may become one by that. Then the milder
        one counts, for it is reached first, and the other is never told apart.
        """#,
        wrong: #"""
            stage support moment of truth

            kpi answers {
              from  contact where event == "answered"
              value count()
              over  1h
              stage support
            }

            alert few_answers on answers {
              owner    "ops"
              warning  when value < 50
              critical when value < 20
            }
            """#,
        right: #"""
            stage support moment of truth

            kpi answers {
              from  contact where event == "answered"
              value count()
              over  1h
              stage support
            }

            alert few_answers on answers {
              owner   "ops"
              info    when value < 50
              warning when value < 20
            }
            """#)

    private static let staleBenchmarkAnswer = Explanation(
        #"""
        A benchmark says what others reached, and when. What customers expect moves on; after three
        years such a figure is history, and a limit that rests on it should be looked at again.
        """#,
        wrong: #"""
            benchmark waiting_elsewhere = 2m from "A survey of call centres" in 2015
            """#,
        right: #"""
            benchmark waiting_elsewhere = 2m from "A survey of call centres" in 2025
            """#)
}
