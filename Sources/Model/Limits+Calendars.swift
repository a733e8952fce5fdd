/// Bounds of calendars and what is read for them.
extension Limits {
    /// How far off the next opening of a calendar is looked for. Beyond: it is taken never to open.
    public static let calendarReach = 1_100
    /// The first year of which such a file may speak. Before: not read, and said.
    public static let firstHolidayYear = 1900
    /// The last year for which days that come again every year are written out.
    public static let lastHolidayYear = 2100
    /// Days that one file of holidays may give. Beyond: left out, and said.
    public static let holidays = 20_000
    /// Days that one entry of such a file may last. Beyond: left out, and said.
    public static let holidayLength = 366
}
