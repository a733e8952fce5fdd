extension Code {
    var textExplanation: Explanation {
        switch self {
        case .strayCharacter: Self.strayCharacterAnswer
        case .unclosedText: Self.unclosedTextAnswer
        case .unknownEscape: Self.unknownEscapeAnswer
        case .badNumber: Self.badNumberAnswer
        case .foreignQuote: Self.foreignQuoteAnswer
        case .foreignUnit: Self.foreignUnitAnswer
        case .foreignSpelling: Self.foreignSpellingAnswer
        case .noSuchMoment: Self.noSuchMomentAnswer
        default: preconditionFailure("`\(rawValue)` has its answer elsewhere")
        }
    }

    private static let strayCharacterAnswer = Explanation(
        #"""
        A sign that the language does not use. Names are made of the letters a to z, digits
        and `_`, without accents.
        """#,
        wrong: #"""
            kpi k {
              from  contact
              value mean($wait_s)
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

    private static let unclosedTextAnswer = Explanation(
        #"""
        A text begins and ends with `"` on the same line. To put a quote inside, write `\"`.
        """#,
        wrong: #"""
            alert a on waiting {
              owner "support
              warning when value > 5m
            }
            """#,
        right: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m
            }
            """#)

    private static let unknownEscapeAnswer = Explanation(
        #"""
        In a text, a backslash begins one of three escapes: `\"` is a quote, `\\` a backslash
        and `\n` a new line.
        """#,
        wrong: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m
              summary "see C:\logs"
            }
            """#,
        right: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m
              summary "see C:\\logs"
            }
            """#)

    private static let badNumberAnswer = Explanation(
        #"""
        Numbers are written with digits, a dot for decimals and `_` between thousands, as far
        as 1e15. Lengths of time have their units right behind: w, d, h, m, s, ms, us, ns.
        """#,
        wrong: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5q
            }
            """#,
        right: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m
            }
            """#)

    private static let foreignQuoteAnswer = Explanation(
        #"""
        Texts stand between straight double quotes. Word processors and chat programs like to
        put others in their place.
        """#,
        wrong: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m
              runbook 'https://wiki.example'
            }
            """#,
        right: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m
              runbook "https://wiki.example"
            }
            """#)

    private static let foreignUnitAnswer = Explanation(
        #"""
        A unit of time and the sign % stand right behind their number, without a space; units
        of time have short names: w, d, h, m, s, ms, us, ns.
        """#,
        wrong: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5 min
            }
            """#,
        right: #"""
            alert a on waiting {
              owner "support"
              warning when value > 5m
            }
            """#)

    private static let foreignSpellingAnswer = Explanation(
        #"""
        Something that other languages write in another way. The help says how it is written
        here; it was understood, so that all other errors could be found too.
        """#,
        wrong: #"""
            kpi k {
              from  contact where event == "opened" && channel == "chat"
              value count()
              over  1h
            }
            """#,
        right: #"""
            kpi k {
              from  contact where event == "opened" and channel == "chat"
              value count()
              over  1h
            }
            """#)

    private static let noSuchMomentAnswer = Explanation(
        #"""
        Days are written as year, month and day, times of day as hours and minutes, from `00:00`
        to `24:00`. This one is in no calendar.
        """#,
        wrong: #"""
            calendar support_hours {
              zone   "UTC"
              open   mon..fri 08:00..20:00
              closed 2026-02-30
            }
            """#,
        right: #"""
            calendar support_hours {
              zone   "UTC"
              open   mon..fri 08:00..20:00
              closed 2026-02-28
            }
            """#)
}
