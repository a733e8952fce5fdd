extension Code {
    var grammarExplanation: Explanation {
        switch self {
        case .unexpected: Self.unexpectedAnswer
        case .unknownDeclaration: Self.unknownDeclarationAnswer
        case .unknownClause: Self.unknownClauseAnswer
        case .notBuiltYet: Self.notBuiltYetAnswer
        case .repeatedClause: Self.repeatedClauseAnswer
        case .missingClause: Self.missingClauseAnswer
        case .unclosedBlock: Self.unclosedBlockAnswer
        case .tooDeep: Self.tooDeepAnswer
        case .chainedComparison: Self.chainedComparisonAnswer
        default: preconditionFailure("`\(rawValue)` has its answer elsewhere")
        }
    }

    private static let unexpectedAnswer = Explanation(
        #"""
        The rule cannot be read on from here. The message says what could stand here and what
        does. Each clause has a line of its own; a line goes on where it ends in a comma or a
        sign such as `+`, or where the next one begins with `and`, `or` or `where`.
        """#,
        wrong: #"""
            kpi k {
              from  contact
              value mean wait_s
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

    private static let unknownDeclarationAnswer = Explanation(
        #"""
        A file of rules is made of declarations. Each begins with `stream`, `kpi`, `alert`,
        `param` or `set`.
        """#,
        wrong: #"""
            rule a on waiting {
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

    private static let unknownClauseAnswer = Explanation(
        #"""
        Each clause of a block begins with a word that says what it is about. The help lists
        those of this block.
        """#,
        wrong: #"""
            kpi k {
              from   contact
              value  count()
              window 1h
            }
            """#,
        right: #"""
            kpi k {
              from   contact
              value  count()
              over   1h
            }
            """#)

    private static let notBuiltYetAnswer = Explanation(
        #"""
        This is part of the language and not of this version. It is refused, rather than
        passed over, so that no rule does less than it says.
        """#,
        wrong: #"""
            kpi k {
              from  contact
              value mean(wait_s, per 1m)
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

    private static let repeatedClauseAnswer = Explanation(
        #"""
        Of two clauses of one kind it could not be said which one counts.
        """#,
        wrong: #"""
            kpi k {
              from  contact
              value count()
              over  1h
              over  2h
            }
            """#,
        right: #"""
            kpi k {
              from  contact
              value count()
              over  1h
            }
            """#)

    private static let missingClauseAnswer = Explanation(
        #"""
        A KPI needs a stream (`from`), a `value` and a window (`over`); an alert needs at
        least one of `info`, `warning` and `critical`.
        """#,
        wrong: #"""
            kpi k {
              from  contact
              value count()
            }
            """#,
        right: #"""
            kpi k {
              from  contact
              value count()
              over  1h
            }
            """#)

    private static let unclosedBlockAnswer = Explanation(
        #"""
        A block begins with `{` and ends with `}`. Another declaration began, or the file
        ended, before the closing brace.
        """#,
        wrong: #"""
            kpi k {
              from  contact
              value count()
              over  1h

            param floor = 30
            """#,
        right: #"""
            kpi k {
              from  contact
              value count()
              over  1h
            }

            param floor = 30
            """#)

    private static let tooDeepAnswer = Explanation(
        #"""
        Expressions nest, or chain signs, only so far: no rule that people can read comes near
        the limit. A part of the expression can be a KPI of its own.
        """#,
        wrong: "kpi k {\n  from contact\n  value count()"
            + String(repeating: " + count()", count: 101) + "\n  over 1h\n}",
        right: #"""
            kpi k {
              from  contact
              value 102 * count()
              over  1h
            }
            """#)

    private static let chainedComparisonAnswer = Explanation(
        #"""
        `a < b < c` reads like mathematics and would be computed as something else. Write both
        comparisons.
        """#,
        wrong: #"""
            alert a on waiting {
              owner "support"
              warning when 1m < value < 5m
            }
            """#,
        right: #"""
            alert a on waiting {
              owner "support"
              warning when value > 1m and value < 5m
            }
            """#)
}
