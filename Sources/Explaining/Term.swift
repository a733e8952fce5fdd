public import Model

/// A KPI of the trade, as the glossary tells of it.
public struct Term: Equatable, Sendable {
    public enum Better: String, CaseIterable, Sendable { case higher, lower, band, none }

    /// What is said in one language.
    public struct Face: Equatable, Sendable {
        /// The usual one first, then others and acronyms.
        public var names: [String] = []
        public var says = ""
        /// What it is mixed up with, and how that differs.
        public var not = ""
    }

    public var id: String
    /// As the rule language calls its type, without scale or currency.
    public var unit: String
    public var better: Better
    public var english = Face()
    public var french = Face()
    /// Its value in the rule language; nil: no rule alone gives it.
    public var rule: String?

    public func face(in tongue: Tongue) -> Face { tongue == .french ? french : english }

    /// Everything that it is called.
    public var names: [String] { [id] + english.names + french.names }
}
