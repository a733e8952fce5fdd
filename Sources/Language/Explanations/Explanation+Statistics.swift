extension Code {
    /// Of what is normal, and how sure that is.
    var statisticsExplanation: Explanation {
        switch self {
        case .unknownDetector: Self.unknownDetectorAnswer
        case .noInterval: Self.noIntervalAnswer
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

    private static let noIntervalAnswer = Explanation(
        #"""
        `with confidence` holds once the whole interval lies past the limit, and an interval says
        what the value would be if there were as many events as you like. Of a greatest, a least or
        a latest value the events that came do not tell that, and neither of the highest of some
        groups.
        """#,
        wrong: #"""
            kpi longest {
              from  contact
              value max(wait_s)
              over  1h
            }

            alert a on longest {
              owner   "ops"
              warning when value > 10m with confidence 95%
            }
            """#,
        right: #"""
            kpi longest {
              from  contact
              value p95(wait_s)
              over  1h
            }

            alert a on longest {
              owner   "ops"
              warning when value > 10m with confidence 95%
            }
            """#)
}
