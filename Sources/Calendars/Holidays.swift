import Model

/// The days of an iCalendar file, as administrations publish their holidays, and what of the file
/// was not understood.
///
/// An entry gives each day that it touches; one that has a time, the days by the clock of the zone.
/// Entries that come again every year are written out up to `Limits.lastHolidayYear`.
///
/// - Source: RFC 5545.
public struct Holidays: Equatable, Sendable {
    public struct Holiday: Hashable, Sendable {
        public var day: Day
        public var title: String

        public init(_ day: Day, _ title: String) {
            self.day = day
            self.title = title
        }
    }

    /// What was not read, and where.
    public struct Fault: Equatable, Sendable {
        public enum Reason: Hashable, Sendable {
            /// The text does not begin as such a file does.
            case notACalendar
            /// No name and colon, so that it says nothing.
            case notALine(String)
            /// An entry that says on no day what it is about.
            case withoutStart
            /// A property whose value is not what it should be.
            case damaged(property: String, value: String)
            /// A way to come again that is not understood: the first time counts.
            case unknownRecurrence(String)
            /// The entry lasts longer than `Limits.holidayLength`: left out.
            case tooLong
            /// The file gives more than `Limits.holidays` days: the rest is left out.
            case tooMany
            /// The file ends within the entry.
            case withoutEnd
        }

        /// From 1.
        public var line: Int
        public var reason: Reason

        public init(_ line: Int, _ reason: Reason) {
            self.line = line
            self.reason = reason
        }
    }

    /// In order of day and title, each once.
    public private(set) var days: [Holiday] = []
    /// In the order of lines.
    public private(set) var faults: [Fault] = []

    /// - Complexity: linear in the text and the days.
    public init(_ text: String, in zone: Zone) {
        var entries = EntryReader(zone: zone)
        for line in contentLines(of: text) { entries.take(line) }
        entries.finish()
        faults = entries.faults
        var known: Set<Holiday> = []
        var room = Limits.holidays
        for entry in entries.entries {
            let days = entry.days(atMost: room)
            known.formUnion(days.map { Holiday($0, entry.title) })
            room -= days.count
            guard room > 0 else {
                faults.append(Fault(entry.line, .tooMany))
                break
            }
        }
        days = known.sorted { ($0.day, $0.title) < ($1.day, $1.title) }
        faults.sort { $0.line < $1.line }
    }
}
