extension Code {
    /// Of what the trade knows of its KPIs: scales, journeys, benchmarks, goals.
    var tradeExplanation: Explanation {
        switch self {
        case .betterAgainstSense: Self.betterAgainstSenseAnswer
        case .rungsMerged: Self.rungsMergedAnswer
        case .staleBenchmark: Self.staleBenchmarkAnswer
        case .noRunbook: Self.noRunbookAnswer
        case .vanityMetric: Self.vanityMetricAnswer
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

    private static let noRunbookAnswer = Explanation(
        #"""
        Whoever is woken by a critical alert should not have to find out what it means and where
        to look first. This is said only in files in which another alert has a runbook.
        """#,
        wrong: #"""
            alert slow on waiting {
              owner    "ops"
              critical when value > 10m
            }

            alert quick on waiting {
              owner    "ops"
              runbook  "https://wiki.example/quick"
              info     when value < 1s
            }
            """#,
        right: #"""
            alert slow on waiting {
              owner    "ops"
              runbook  "https://wiki.example/slow"
              critical when value > 10m
            }

            alert quick on waiting {
              owner    "ops"
              runbook  "https://wiki.example/quick"
              info     when value < 1s
            }
            """#)

    private static let vanityMetricAnswer = Explanation(
        #"""
        Views, likes, impressions, followers and reach go up and down with what is spent on them,
        and nothing follows from that alone. An alert on their sum calls people who cannot do
        anything. Alert on what comes of the attention, or set it beside something.
        """#,
        wrong: #"""
            stream post {
              field views count
            }

            kpi attention {
              from  post
              value sum(views)
              over  1d
            }

            alert unseen on attention {
              owner   "ops"
              warning when value < 1_000
            }
            """#,
        right: #"""
            stream post {
              field views  count
              field orders count
            }

            kpi orders_per_view {
              from  post
              value sum(orders) / sum(views)
              over  1d
            }

            alert unseen on orders_per_view {
              owner   "ops"
              warning when value < 1%
            }
            """#)
}
