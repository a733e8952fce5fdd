import Calendars
import Fixtures
import Model
import Testing

/// Holiday files, as they are found in the wild and as they are not.
@Suite struct HolidayTests {
    private func read(_ entries: String, in zone: Zone = .utc) -> Holidays {
        Holidays("BEGIN:VCALENDAR\r\n\(entries)\r\nEND:VCALENDAR\r\n", in: zone)
    }

    private func event(_ lines: String) -> Holidays {
        read("BEGIN:VEVENT\n\(lines)\nEND:VEVENT")
    }

    private func written(_ holidays: Holidays) -> String {
        holidays.days.map { "\($0.day)" }.joined(separator: " ")
    }

    @Test func anEntryGivesItsDays() {
        let file = """
            BEGIN:VEVENT\r
            UID:1@example\r
            DTSTART;VALUE=DATE:20261225\r
            DTEND;VALUE=DATE:20261227\r
            SUMMARY:Christmas\\, and the day\r
              after\\; with a long\r
            \t line\r
            BEGIN:VALARM\r
            DTSTART:19990101\r
            SUMMARY:wake up\r
            END:VALARM\r
            END:VEVENT\r
            BEGIN:VEVENT\r
            DTSTART:20260101\r
            SUMMARY:New Year\r
            END:VEVENT
            """
        let holidays = read(file)
        #expect(holidays.faults.isEmpty)
        #expect(
            holidays.days == [
                .init(Day("2026-01-01")!, "New Year"),
                .init(Day("2026-12-25")!, "Christmas, and the day after; with a long line"),
                .init(Day("2026-12-26")!, "Christmas, and the day after; with a long line"),
            ])
    }

    @Test(
        arguments: Table(
            """
            entry | days
            DTSTART:20261224T180000/DTEND:20261225T000000 | 20261224
            DTSTART:20261224T180000/DTEND:20261225T000001 | 20261224 20261225
            DTSTART;TZID="a:b":20261224T180000 | 20261224
            DTSTART;VALUE=DATE:20260501/DURATION:P3D | 20260501 20260502 20260503
            DTSTART:20260501T120000/DURATION:PT12H | 20260501
            DTSTART:20260501T120000/DURATION:P1DT12H30M | 20260501 20260502 20260503
            DTSTART:20260501/DTEND:20260501 | 20260501
            dtstart;value=date:20260501 | 20260501
            DTSTART:20240229/YEARLY;COUNT=3 | 20240229 20280229 20320229
            DTSTART:20240501/YEARLY;UNTIL=20260501 | 20240501 20250501 20260501
            DTSTART:20240501/YEARLY;UNTIL=20260430T235959Z | 20240501 20250501
            DTSTART:20240501/YEARLY;INTERVAL=2;COUNT=3 | 20240501 20260501 20280501
            DTSTART:20241128/YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3 | 20241128 20251127 20261126
            DTSTART:20240527/YEARLY;BYMONTH=5;BYDAY=-1MO;COUNT=3 | 20240527 20250526 20260525
            DTSTART:20240131/YEARLY;BYMONTH=1,2;BYMONTHDAY=-1;COUNT=3 | 20240131 20240229 20250131
            DTSTART:20240501/YEARLY;COUNT=3/EXDATE:20250501 | 20240501 20260501
            DTSTART:20240501/RDATE:20240510,20240520 | 20240501 20240510 20240520
            DTSTART:20240501/STATUS:CANCELLED |
            """
        ).rows)
    func entries(_ row: Table.Row) {
        let entry = row["entry"].replacing("YEARLY;", with: "RRULE:FREQ=YEARLY;")
        let holidays = event(entry.replacing("/", with: "\n"))
        #expect(holidays.faults.isEmpty)
        #expect(written(holidays).replacing("-", with: "") == row["days"])
    }

    /// What is written in UTC is of the day that the clocks of the zone show.
    @Test func theDayIsThatOfTheZone() throws {
        let entry = "BEGIN:VEVENT\nDTSTART:20261224T233000Z\nEND:VEVENT"
        #expect(written(read(entry)) == "2026-12-24")
        #expect(written(read(entry, in: try zone("Europe/Paris"))) == "2026-12-25")
    }

    @Test func yearsWithoutEndAreBounded() {
        let holidays = event("DTSTART:20200714\nSUMMARY:Fête\nRRULE:FREQ=YEARLY")
        #expect(holidays.days.count == 81)
        #expect(holidays.days.last?.day == Day("2100-07-14"))
    }

    @Test(
        arguments: Table(
            """
            entry | line | days
            DTSTART:20261301 | 3    | 0
            DTSTART:18991231 | 3    | 0
            DTSTART:2026122 | 3    | 0
            DTSTART:20261225T9 | 3    | 0
            SUMMARY:no day                              | 2    | 0
            DTSTART:20260101/DTEND:20280101 | 2    | 0
            DTSTART:20260101/DURATION:P1X | 4    | 1
            DTSTART:20260101/nonsense | 4    | 1
            DTSTART:20260101/RRULE:FREQ=MONTHLY | 4    | 1
            DTSTART:20260101/RRULE:FREQ=YEARLY;BYWEEKNO=1 | 4  | 1
            DTSTART:20260101/RRULE:FREQ=YEARLY;BYDAY=MO | 4    | 1
            DTSTART:20260101/RRULE:FREQ=YEARLY;COUNT=0 | 4    | 1
            DTSTART:20260101/EXDATE:20260101,never | 4    | 0
            """
        ).rows)
    func whatIsNotReadIsSaid(_ row: Table.Row) {
        let holidays = event(row["entry"].replacing("/", with: "\n"))
        #expect(holidays.faults.first?.line == Int(row["line"]))
        #expect(holidays.days.count == Int(row["days"]))
    }

    @Test func whatIsNoCalendarAtAll() {
        #expect(Holidays("", in: .utc).faults == [.init(1, .notACalendar)])
        #expect(Holidays("<html>\n<p>", in: .utc).faults == [.init(1, .notACalendar)])
        #expect(
            Holidays("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101", in: .utc).faults
                == [.init(2, .withoutEnd)])
    }

    @Test func aFileOfTooManyDaysIsCutOff() {
        let entry =
            "BEGIN:VEVENT\nDTSTART:20000101\nDTEND:20001201\nRRULE:FREQ=YEARLY\nEND:VEVENT\n"
        let holidays = read(String(repeating: entry, count: 5))
        #expect(holidays.faults == [.init(2, .tooMany)])
        #expect(holidays.days.count <= Limits.holidays)
    }

    @Test func damagedFilesNeverTrap() {
        let file = Array(
            """
            BEGIN:VCALENDAR
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20241128
            DTEND;VALUE=DATE:20241129
            SUMMARY:Thanks\\, giving
             folded
            RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;UNTIL=20301231
            EXDATE:20251127,20261126
            DURATION:P1DT2H
            END:VEVENT
            END:VCALENDAR
            """.utf8)
        var random = SplitMix64(seed: 12)
        for _ in 0..<4_000 {
            var damaged = file
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<damaged.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: damaged[place] = .random(in: 0...255, using: &random)
                case 1: damaged.remove(at: place)
                default: damaged.insert(damaged[(place * 7) % damaged.count], at: place)
                }
            }
            let holidays = Holidays(String(decoding: damaged, as: UTF8.self), in: .utc)
            #expect(holidays.days.count <= Limits.holidays)
        }
    }
}
