extension Code {
    var planExplanation: Explanation {
        switch self {
        case .emptyLength: Self.emptyLengthAnswer
        case .windowShorterThanStep: Self.windowShorterThanStepAnswer
        case .windowNotWhole: Self.windowNotWholeAnswer
        case .tooManyPanes: Self.tooManyPanesAnswer
        case .cycle: Self.cycleAnswer
        case .groupsNotShared: Self.groupsNotSharedAnswer
        case .windowNotItsOwn: Self.windowNotItsOwnAnswer
        case .patienceTooShort: Self.patienceTooShortAnswer
        case .noOwner: Self.noOwnerAnswer
        case .recoverPastLimit: Self.recoverPastLimitAnswer
        case .rungNeverSeen: Self.rungNeverSeenAnswer
        default: calendarExplanation
        }
    }

    private static let emptyLengthAnswer = Explanation(
        #"""
        A window, a step or a repetition of no length means nothing.
        """#,
        wrong: #"""
            kpi k {
              from  contact
              value count()
              over  0s
            }
            """#,
        right: #"""
            kpi k {
              from  contact
              value count()
              over  1h
            }
            """#)

    private static let windowShorterThanStepAnswer = Explanation(
        #"""
        The window is cut into steps of the length `every`; it must hold at least one.
        """#,
        wrong: #"""
            kpi k {
              from  contact
              value count()
              over  1m every 5m
            }
            """#,
        right: #"""
            kpi k {
              from  contact
              value count()
              over  10m every 5m
            }
            """#)

    private static let windowNotWholeAnswer = Explanation(
        #"""
        The window is cut into steps of the length `every`, and must hold a whole number of
        them.
        """#,
        wrong: #"""
            kpi k {
              from  contact
              value count()
              over  1h every 7m
            }
            """#,
        right: #"""
            kpi k {
              from  contact
              value count()
              over  1h3m every 7m
            }
            """#)

    private static let tooManyPanesAnswer = Explanation(
        #"""
        Each step of the window costs memory in each group. There may be 4,000 of them;
        without `every`, there are at most 240.
        """#,
        wrong: #"""
            kpi k {
              from  contact
              value count()
              over  7d every 1s
            }
            """#,
        right: #"""
            kpi k {
              from  contact
              value count()
              over  7d every 1h
            }
            """#)

    private static let cycleAnswer = Explanation(
        #"""
        A KPI may use other KPIs by name, but not, through them, itself.
        """#,
        wrong: #"""
            kpi k {
              value 2 * l
            }

            kpi l {
              value 2 * k
            }
            """#,
        right: #"""
            kpi k {
              from  contact
              value count()
              over  1h
            }

            kpi l {
              value 2 * k
            }
            """#)

    private static let groupsNotSharedAnswer = Explanation(
        #"""
        A KPI that is used by another, or in its alert, is looked up for the group that shares
        its tags. So each tag in its `by` must be one of the other's `by` too.
        """#,
        wrong: #"""
            kpi double {
              value 2 * waiting
            }
            """#,
        right: #"""
            kpi double {
              value 2 * waiting
              by    channel
            }
            """#)

    private static let windowNotItsOwnAnswer = Explanation(
        #"""
        A KPI made of other KPIs alone has no events and so no window of its own: it takes the
        longest `over` and the shortest `every` of theirs.
        """#,
        wrong: #"""
            kpi double {
              value 2 * waiting
              by    channel
              over  1h
            }
            """#,
        right: #"""
            kpi double {
              value 2 * waiting
              by    channel
            }
            """#)

    private static let patienceTooShortAnswer = Explanation(
        #"""
        A KPI is judged once each step (`every`). A condition that must hold for less than
        that is judged once, as if there were no `for`.
        """#,
        wrong: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m for 10s
            }
            """#,
        right: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m for 10m
            }
            """#)

    private static let noOwnerAnswer = Explanation(
        #"""
        Every alert should say who answers for it: without an owner it is nobody's, and will
        be ignored.
        """#,
        wrong: #"""
            alert a on waiting {
              warning when value > 5m
            }
            """#,
        right: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m
            }
            """#)

    private static let recoverPastLimitAnswer = Explanation(
        #"""
        `recover` should hold only where the limits do not: or else one value both raises the
        alert and ends it.
        """#,
        wrong: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m
              recover when value < 10m
            }
            """#,
        right: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m
              recover when value < 4m
            }
            """#)

    private static let rungNeverSeenAnswer = Explanation(
        #"""
        The rungs of a ladder should come one after the other: the milder one first. Here the
        worse one is reached first, and the milder one is never seen.
        """#,
        wrong: #"""
            alert a on waiting {
              owner "support"
              warning  when value > 10m
              critical when value > 5m
            }
            """#,
        right: #"""
            alert a on waiting {
              owner "support"
              warning  when value > 5m
              critical when value > 10m
            }
            """#)
}
