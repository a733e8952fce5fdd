extension Code {
    /// Of calendars, tables, and what is asked of whole programs.
    var calendarExplanation: Explanation {
        switch self {
        case .unknownZone: Self.unknownZoneAnswer
        case .badHolidays: Self.badHolidaysAnswer
        case .badRow: Self.badRowAnswer
        case .reservedName: Self.reservedNameAnswer
        case .stepNotAligned: Self.stepNotAlignedAnswer
        case .neverOpen: Self.neverOpenAnswer
        case .unusedKPI: Self.unusedKPIAnswer
        case .unlistedValue: Self.unlistedValueAnswer
        default: preconditionFailure("`\(rawValue)` has its answer elsewhere")
        }
    }

    private static let unknownZoneAnswer = Explanation(
        #"""
        Time zones have the names of the IANA database: a continent and a city, such as
        `"Europe/Paris"`, or `"UTC"`. Short names such as `CET` do not say when clocks change.
        """#,
        wrong: #"""
            calendar support_hours {
              zone "Europe/Pari"
              open mon..fri 08:00..20:00
            }
            """#,
        right: #"""
            calendar support_hours {
              zone "Europe/Paris"
              open mon..fri 08:00..20:00
            }
            """#)

    private static let badHolidaysAnswer = Explanation(
        #"""
        `holidays` names a calendar file in the iCalendar format (`.ics`), as calendar programs
        and public holiday sites export it, beside the file of rules. Either there is no such
        file, or something in it cannot be read; the message says which line.
        """#,
        wrong: #"""
            calendar support_hours {
              zone     "UTC"
              open     mon..fri 08:00..20:00
              holidays "no-such-file.ics"
            }
            """#,
        right: #"""
            calendar support_hours {
              zone   "UTC"
              open   mon..fri 08:00..20:00
              closed 2026-12-25 "Christmas"
            }
            """#)

    private static let badRowAnswer = Explanation(
        #"""
        A table by two tags has two values in each row, by three tags three: `"phone", "north" 2m`.
        Only `else` has none.
        """#,
        wrong: #"""
            table limit by channel, team {
              "chat" 3m
              else   4h
            }
            """#,
        right: #"""
            table limit by channel, team {
              "chat", "north" 3m
              else            4h
            }
            """#)

    private static let reservedNameAnswer = Explanation(
        #"""
        In the condition of an alert, `value`, `samples`, `peers` and `silent` are words of the
        language. A KPI, param or table of that name could never be asked for.
        """#,
        wrong: #"""
            kpi samples {
              from  contact
              value count()
              over  1h
            }
            """#,
        right: #"""
            kpi contacts {
              from  contact
              value count()
              over  1h
            }
            """#)

    private static let stepNotAlignedAnswer = Explanation(
        #"""
        A window of the calendar begins at midnight of its zone, and the KPI is computed in steps.
        A step must end there: `15m` does in every zone, `1h` only where midnight is at a full hour
        of UTC, which it is not in India.
        """#,
        wrong: #"""
            kpi answered_today {
              from  contact where event == "answered"
              value count()
              per   day in "Europe/Paris" every 7m
            }
            """#,
        right: #"""
            kpi answered_today {
              from  contact where event == "answered"
              value count()
              per   day in "Europe/Paris" every 15m
            }
            """#)

    private static let neverOpenAnswer = Explanation(
        #"""
        A calendar without opening hours is always closed, and an alert during it would never be
        judged.
        """#,
        wrong: #"""
            calendar support_hours {
              zone   "UTC"
              closed 2026-12-25
            }
            """#,
        right: #"""
            calendar support_hours {
              zone   "UTC"
              open   mon..fri 08:00..20:00
              closed 2026-12-25
            }
            """#)

    private static let unusedKPIAnswer = Explanation(
        #"""
        The file has alerts, and none of them looks at this KPI, nor at one that is made of it. If
        that is on purpose, because the KPI is only looked at, say `no alert` in its block.
        """#,
        wrong: #"""
            kpi answers {
              from  contact where event == "answered"
              value count()
              over  1h
            }

            alert slow on waiting {
              owner   "support"
              warning when value > 5m
            }
            """#,
        right: #"""
            kpi answers {
              from  contact where event == "answered"
              value count()
              over  1h
              no    alert
            }

            alert slow on waiting {
              owner   "support"
              warning when value > 5m
            }
            """#)

    private static let unlistedValueAnswer = Explanation(
        #"""
        The stream lists the values of the tag, and for some of them the table has no row. A
        comparison with the table then has no answer, and the alert never moves for them.
        """#,
        wrong: #"""
            stream delivery {
              tag carrier in ["north", "south"]
            }

            table limit by carrier {
              "north" 2h
            }
            """#,
        right: #"""
            stream delivery {
              tag carrier in ["north", "south"]
            }

            table limit by carrier {
              "north" 2h
              else    4h
            }
            """#)
}
