public import Calendars
import Model

/// A week as `2026-W11` names it: from Monday to Sunday, the first that of 4 January.
///
/// - Source: ISO 8601.
public struct ISOWeek: Equatable, Sendable {
    public let monday: Day

    /// nil: there is no such week.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, let year = Int(parts[0]),
            parts[1].first == "W", parts[1].utf8.count == 3, let week = Int(parts[1].dropFirst()),
            week >= 1, let anchor = Day(year: year, month: 1, day: 4)
        else { return nil }
        let first = anchor.adding(days: -anchor.weekday.rawValue)
        monday = first.adding(days: 7 * (week - 1))
        // Its Thursday decides of which year a week is.
        guard monday.adding(days: 3).year == year else { return nil }
    }
}
