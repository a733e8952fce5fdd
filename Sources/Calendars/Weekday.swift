/// A day of the week; a week begins on Monday.
public enum Weekday: Int, Hashable, CaseIterable, Sendable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// As the rule language writes it: `mon`.
    public var word: String { String("\(self)".prefix(3)) }

    public init?(_ word: some StringProtocol) {
        guard let day = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = day
    }
}
