extension Code {
    var nameExplanation: Explanation {
        switch self {
        case .unknownFunction: Self.unknownFunctionAnswer
        case .unknownStream: Self.unknownStreamAnswer
        case .unknownColumn: Self.unknownColumnAnswer
        case .unknownName: Self.unknownNameAnswer
        case .duplicate: Self.duplicateAnswer
        case .badArgument: Self.badArgumentAnswer
        case .badOperand: Self.badOperandAnswer
        case .unitMismatch: Self.unitMismatchAnswer
        case .missingUnit: Self.missingUnitAnswer
        default: preconditionFailure("`\(rawValue)` has its answer elsewhere")
        }
    }

    private static let unknownFunctionAnswer = Explanation(
        #"""
        Functions turn the events of a window into a number. `vigie plugins` lists them with
        their arguments.
        """#,
        wrong: #"""
            kpi k {
              from  contact
              value meen(wait_s)
              over  1h
            }
            """#,
        right: #"""
            kpi k {
              from  contact
              value mean(wait_s)
              over  1h
            }
            """#)

    private static let unknownStreamAnswer = Explanation(
        #"""
        A KPI takes its events from a stream, and every stream is declared: `stream NAME { ...
        }`. All files of the rules form one program, so it may stand in another file.
        """#,
        wrong: #"""
            kpi k {
              from  contacts
              value count()
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

    private static let unknownColumnAnswer = Explanation(
        #"""
        Only the tags and fields that a stream declares can be asked for. Groups (`by`) are
        made by tags, not by fields.
        """#,
        wrong: #"""
            kpi k {
              from  contact where chanel == "chat"
              value count()
              over  1h
            }
            """#,
        right: #"""
            kpi k {
              from  contact where channel == "chat"
              value count()
              over  1h
            }
            """#)

    private static let unknownNameAnswer = Explanation(
        #"""
        A name stands for a KPI or a param, and none of this name is declared. Texts need
        quotes.
        """#,
        wrong: #"""
            alert a on wating {
              owner "support"
              warning when value > 5m
            }
            """#,
        right: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m
            }
            """#)

    private static let duplicateAnswer = Explanation(
        #"""
        A name is declared once. Params and KPIs share their names, since conditions use both
        in the same way; so do the tags and fields of a stream.
        """#,
        wrong: #"""
            param floor = 30
            param floor = 40
            """#,
        right: #"""
            param floor = 40
            """#)

    private static let badArgumentAnswer = Explanation(
        #"""
        A function takes the arguments that its description names, within their ranges, in
        that order or by name. `vigie plugins` shows them.
        """#,
        wrong: #"""
            kpi k {
              from  contact
              value quantile(wait_s, level 95)
              over  1h
            }
            """#,
        right: #"""
            kpi k {
              from  contact
              value quantile(wait_s, level 0.95)
              over  1h
            }
            """#)

    private static let badOperandAnswer = Explanation(
        #"""
        Functions differ in what they can be asked of: `mean` of a field that holds numbers,
        `share` of a condition, `count` of nothing at all, `nps` of marks from 0 to 10.
        """#,
        wrong: #"""
            kpi k {
              from  contact
              value mean(channel)
              over  1h
            }
            """#,
        right: #"""
            kpi k {
              from  contact
              value distinct(channel)
              over  1h
            }
            """#)

    private static let unitMismatchAnswer = Explanation(
        #"""
        Every number has a unit, and only like is compared with like and added to like.
        Currencies never mix.
        """#,
        wrong: #"""
            alert a on waiting {
              owner "support"
              warning when value > 15%
            }
            """#,
        right: #"""
            alert a on waiting {
              owner "support"
              warning when value > 15m
            }
            """#)

    private static let missingUnitAnswer = Explanation(
        #"""
        A bare number beside one that has a unit: is `14400` seconds, or milliseconds? The
        language does not guess. Only a comparison with 0 needs none.
        """#,
        wrong: #"""
            alert a on waiting {
              owner "support"
              warning when value > 14400
            }
            """#,
        right: #"""
            alert a on waiting {
              owner "support"
              warning when value > 4h
            }
            """#)
}
