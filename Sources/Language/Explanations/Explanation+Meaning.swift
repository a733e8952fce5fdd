extension Code {
    var meaningExplanation: Explanation {
        switch self {
        case .foregoneConclusion: Self.foregoneConclusionAnswer
        case .unknownTagValue: Self.unknownTagValueAnswer
        case .unknownContact: Self.unknownContactAnswer
        case .unknownSlot: Self.unknownSlotAnswer
        case .badTemplate: Self.badTemplateAnswer
        case .setWithoutParam: Self.setWithoutParamAnswer
        case .setToOtherUnit: Self.setToOtherUnitAnswer
        case .notACondition: Self.notAConditionAnswer
        case .notANumber: Self.notANumberAnswer
        case .outOfPlace: Self.outOfPlaceAnswer
        case .unknownType: Self.unknownTypeAnswer
        case .noOrder: Self.noOrderAnswer
        case .notAgainstALiteral: Self.notAgainstALiteralAnswer
        default: calendarExplanation
        }
    }

    private static let foregoneConclusionAnswer = Explanation(
        #"""
        The comparison has the same outcome whatever the data: the limit lies outside of what
        the value can be, or both sides are known beforehand. An alert that can never come is
        worse than none.
        """#,
        wrong: #"""
            kpi happiness {
              from  contact
              value nps(score)
              over  1d
            }

            alert a on happiness {
              owner "support"
              warning when value < -150 points
            }
            """#,
        right: #"""
            kpi happiness {
              from  contact
              value nps(score)
              over  1d
            }

            alert a on happiness {
              owner "support"
              warning when value < -50 points
            }
            """#)

    private static let unknownTagValueAnswer = Explanation(
        #"""
        The stream lists the values that this tag may have, and this is none of them: the
        condition would never hold. If the value is new, add it to the list of the stream.
        """#,
        wrong: #"""
            kpi k {
              from  contact where event == "answred"
              value count()
              over  1h
            }
            """#,
        right: #"""
            kpi k {
              from  contact where event == "answered"
              value count()
              over  1h
            }
            """#)

    private static let unknownContactAnswer = Explanation(
        #"""
        `notify` names contacts of the settings. An alert to a contact that is not there would
        reach nobody.
        """#,
        wrong: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m
              notify "suport-chat"
            }
            """#,
        right: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m
              notify "support-chat"
            }
            """#)

    private static let unknownSlotAnswer = Explanation(
        #"""
        A slot such as `{value}` is filled in when the message is written. Slots are {value},
        {limit}, {samples}, {state}, {since}, {alert}, {kpi}, {kpi.title}, {owner}, {runbook},
        and each tag in the `by` of the KPI.
        """#,
        wrong: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m
              summary "waiting {valeu} on {channel}"
            }
            """#,
        right: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m
              summary "waiting {value} on {channel}"
            }
            """#)

    private static let badTemplateAnswer = Explanation(
        #"""
        In summary and detail, `{` opens a slot and `}` closes it. For a brace itself write
        `{{` or `}}`.
        """#,
        wrong: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m
              summary "waiting {value"
            }
            """#,
        right: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m
              summary "waiting {value}"
            }
            """#)

    private static let setWithoutParamAnswer = Explanation(
        #"""
        `set` overrides the value of a `param` that some file declares. To declare one, write
        `param`.
        """#,
        wrong: #"""
            param floor = 30

            set flor = 40
            """#,
        right: #"""
            param floor = 30

            set floor = 40
            """#)

    private static let setToOtherUnitAnswer = Explanation(
        #"""
        `set` changes the value of a param and not what it counts: whoever wrote the rules
        relies on its unit.
        """#,
        wrong: #"""
            param patience = 15m

            set patience = 20
            """#,
        right: #"""
            param patience = 15m

            set patience = 20m
            """#)

    private static let notAConditionAnswer = Explanation(
        #"""
        Where a condition stands, something must be true or false: a comparison, or a field of
        type `bool`.
        """#,
        wrong: #"""
            alert a on waiting {
              owner "support"
              warning when value
            }
            """#,
        right: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m
            }
            """#)

    private static let notANumberAnswer = Explanation(
        #"""
        Where a number stands, there can be no text and no condition; and nothing can be
        divided by zero.
        """#,
        wrong: #"""
            kpi k {
              from  contact
              value count() > 3
              over  1h
            }
            """#,
        right: #"""
            kpi k {
              from  contact
              value count()
              over  1h
            }
            """#)

    private static let outOfPlaceAnswer = Explanation(
        #"""
        Tags and fields have a value for each event; KPIs have one for all events of a window.
        So conditions on tags and fields stand in KPIs, and functions do not stand in alerts.
        """#,
        wrong: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m and team == "night"
            }
            """#,
        right: #"""
            kpi night_waiting {
              from  contact where team == "night"
              value mean(wait_s)
              over  1h
            }

            alert a on night_waiting {
              owner "support"
              warning when value > 5m
            }
            """#)

    private static let unknownTypeAnswer = Explanation(
        #"""
        Every field has a type that says what it counts and in which unit it comes: bool,
        text, count, number, duration(s), percent, percent(100), score(0..10), points,
        money(EUR).
        """#,
        wrong: #"""
            stream order {
              field total float
            }
            """#,
        right: #"""
            stream order {
              field total money(EUR)
            }
            """#)

    private static let noOrderAnswer = Explanation(
        #"""
        Texts, and yes and no, are equal or different; none is greater than another.
        """#,
        wrong: #"""
            kpi k {
              from  contact where channel > "chat"
              value count()
              over  1h
            }
            """#,
        right: #"""
            kpi k {
              from  contact where channel != "chat"
              value count()
              over  1h
            }
            """#)

    private static let notAgainstALiteralAnswer = Explanation(
        #"""
        A condition on events compares one tag or field with a literal or a param, so that it
        can be decided for each event at once. Fields cannot be compared with each other, nor
        computed with.
        """#,
        wrong: #"""
            kpi k {
              from  contact where wait_s * 2 > 1m
              value count()
              over  1h
            }
            """#,
        right: #"""
            kpi k {
              from  contact where wait_s > 30s
              value count()
              over  1h
            }
            """#)
}
