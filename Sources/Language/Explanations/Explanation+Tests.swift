/// Answers for what can be wrong with tests.
extension Code {
    var testExplanation: Explanation {
        switch self {
        case .unknownAlert: Self.unknownAlertAnswer
        case .testCannotFail: Self.testCannotFailAnswer
        case .notATagOfGroups: Self.notATagOfGroupsAnswer
        case .stateNeverReached: Self.stateNeverReachedAnswer
        case .valueNeverArrives: Self.valueNeverArrivesAnswer
        case .emptyRange: Self.emptyRangeAnswer
        case .unusedDraw: Self.unusedDrawAnswer
        case .contactNeverTold: Self.contactNeverToldAnswer
        case .testTooLong: Self.testTooLongAnswer
        case .tooManyTestEvents: Self.tooManyTestEventsAnswer
        case .tooManyTestRuns: Self.tooManyTestRunsAnswer
        case .emptyStretch: Self.emptyStretchAnswer
        case .tooLateToCount: Self.tooLateToCountAnswer
        default: preconditionFailure("`\(rawValue)` has its answer elsewhere")
        }
    }

    private static let unknownAlertAnswer = Explanation(
        #"""
        A test asks an alert for its state: `expect ALERT warning within 1h`. The alert must be
        declared somewhere in the rules. What a KPI comes to is asked with a value: `expect KPI
        = 40s at 2h`.
        """#,
        wrong: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "a slow hour warns" {
              feed contact channel=chat event=answered wait_s=5m every 1m for 2h
              expect slwo{channel=chat} warning within 1h
            }
            """#,
        right: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "a slow hour warns" {
              feed contact channel=chat event=answered wait_s=5m every 1m for 2h
              expect slow{channel=chat} warning within 1h
            }
            """#)

    private static let testCannotFailAnswer = Explanation(
        #"""
        A test that expects nothing passes whatever the rules do. It would look as if something
        were tested.
        """#,
        wrong: #"""
            test "a slow hour" {
              feed contact channel=chat event=answered wait_s=5m every 1m for 2h
            }
            """#,
        right: #"""
            test "a slow hour" {
              feed contact channel=chat event=answered wait_s=5m every 1m for 2h
              expect waiting{channel=chat} = 5m
            }
            """#)

    private static let notATagOfGroupsAnswer = Explanation(
        #"""
        `{channel=chat}` chooses among the groups of an alert or a KPI: all that have these tags
        are meant. Only the tags of the KPI's `by` can be named; of an alert on each event,
        those of its stream.
        """#,
        wrong: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "a slow hour warns" {
              feed contact channel=chat event=answered wait_s=5m every 1m for 2h
              expect slow{team=lille} warning within 1h
            }
            """#,
        right: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "a slow hour warns" {
              feed contact channel=chat event=answered wait_s=5m every 1m for 2h
              expect slow{channel=chat} warning within 1h
            }
            """#)

    private static let stateNeverReachedAnswer = Explanation(
        #"""
        An alert can have the states that its clauses give it: `ok`, those of its `info`,
        `warning` and `critical`, and `no data` where it has `no data SEVERITY after D`. To
        expect another one fails always, and to expect that it never comes cannot fail.
        """#,
        wrong: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "a slow hour warns" {
              feed contact channel=chat event=answered wait_s=5m every 1m for 2h
              expect slow{channel=chat} critical within 1h
            }
            """#,
        right: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "a slow hour warns" {
              feed contact channel=chat event=answered wait_s=5m every 1m for 2h
              expect slow{channel=chat} warning within 1h
            }
            """#)

    private static let valueNeverArrivesAnswer = Explanation(
        #"""
        Events with such a value are refused as they come in: a mark lies within its scale, and
        a count is never negative. A feed of them would be silence.
        """#,
        wrong: #"""
            test "a mark" {
              feed contact channel=chat score=11 every 1m for 1h
              expect waiting{channel=chat} no value
            }
            """#,
        right: #"""
            test "a mark" {
              feed contact channel=chat score=10 wait_s=40s event=answered every 1m for 1h
              expect waiting{channel=chat} = 40s
            }
            """#)

    private static let emptyRangeAnswer = Explanation(
        #"""
        `for any NAME in LOW..HIGH` draws values between the two, so that the second must be
        above the first.
        """#,
        wrong: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "no wait below the limit warns" {
              for any wait in 3m..0s
              feed contact channel=chat event=answered wait_s=wait every 1m for 2h
              expect slow{channel=chat} ok throughout
            }
            """#,
        right: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "no wait below the limit warns" {
              for any wait in 0s..3m
              feed contact channel=chat event=answered wait_s=wait every 1m for 2h
              expect slow{channel=chat} ok throughout
            }
            """#)

    private static let unusedDrawAnswer = Explanation(
        #"""
        What `for any` draws changes nothing where no feed has it as a value: the test would run
        a hundred times and see the same.
        """#,
        wrong: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "no wait below the limit warns" {
              for any wait in 0s..3m
              feed contact channel=chat event=answered wait_s=40s every 1m for 2h
              expect slow{channel=chat} ok throughout
            }
            """#,
        right: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "no wait below the limit warns" {
              for any wait in 0s..3m
              feed contact channel=chat event=answered wait_s=wait every 1m for 2h
              expect slow{channel=chat} ok throughout
            }
            """#)

    private static let contactNeverToldAnswer = Explanation(
        #"""
        A test asks what was told to a contact that an alert names in its `notify`. A misspelled
        one is told nothing, so that `never told` would pass for ever.
        """#,
        wrong: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "a slow hour warns" {
              feed contact channel=chat event=answered wait_s=5m every 1m for 2h
              expect "suport-chat" told within 1h
            }
            """#,
        right: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "a slow hour warns" {
              feed contact channel=chat event=answered wait_s=5m every 1m for 2h
              expect "support-chat" told within 1h
            }
            """#)

    private static let testTooLongAnswer = Explanation(
        #"""
        Tests run in moments, but not in none: each lasts at most 400 days by the clock of its
        events.
        """#,
        wrong: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "a year and a half later" {
              feed contact channel=chat event=answered wait_s=5m every 1m for 2h
              expect slow{channel=chat} ok throughout from 500d to 501d
            }
            """#,
        right: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "a slow hour warns" {
              feed contact channel=chat event=answered wait_s=5m every 1m for 2h
              expect slow{channel=chat} warning within 1h
            }
            """#)

    private static let tooManyTestEventsAnswer = Explanation(
        #"""
        A test feeds at most a million events. Windows count in minutes and hours: one event
        every ten seconds shows what a thousand a second would.
        """#,
        wrong: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "a slow hour warns" {
              feed contact channel=chat event=answered wait_s=5m every 1ms for 2h
              expect slow{channel=chat} warning within 1h
            }
            """#,
        right: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "a slow hour warns" {
              feed contact channel=chat event=answered wait_s=5m every 10s for 2h
              expect slow{channel=chat} warning within 1h
            }
            """#)

    private static let tooManyTestRunsAnswer = Explanation(
        #"""
        A test with `for any` runs a hundred times, or as often as it says, up to ten thousand
        times.
        """#,
        wrong: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "no wait below the limit warns" {
              for any wait in 0s..3m 1_000_000 times
              feed contact channel=chat event=answered wait_s=wait every 1m for 2h
              expect slow{channel=chat} ok throughout
            }
            """#,
        right: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "no wait below the limit warns" {
              for any wait in 0s..3m 1_000 times
              feed contact channel=chat event=answered wait_s=wait every 1m for 2h
              expect slow{channel=chat} ok throughout
            }
            """#)

    private static let emptyStretchAnswer = Explanation(
        #"""
        All times of a test are counted from its beginning, also the second one of `from 1h to
        2h`. It must come after the first.
        """#,
        wrong: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "a slow hour warns" {
              feed contact channel=chat event=answered wait_s=5m every 1m for 2h
              expect slow{channel=chat} warning throughout from 2h to 1h
            }
            """#,
        right: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "a slow hour warns" {
              feed contact channel=chat event=answered wait_s=5m every 1m for 2h
              expect slow{channel=chat} warning throughout from 1h to 2h
            }
            """#)

    private static let tooLateToCountAnswer = Explanation(
        #"""
        An event that arrives later than its stream's `late` allows is refused. A test may want
        to see just that; else its feed is silence.
        """#,
        wrong: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "a slow hour warns" {
              feed contact channel=chat event=answered wait_s=5m every 1m for 2h late 1h
              expect slow{channel=chat} warning within 3h
            }
            """#,
        right: #"""
            alert slow on waiting {
              owner   "support"
              warning when value > 3m for 10m
              notify  "support-chat"
            }

            test "a slow hour warns" {
              feed contact channel=chat event=answered wait_s=5m every 1m for 2h late 10m
              expect slow{channel=chat} warning within 3h
            }
            """#)
}
