/// A rule as it stood in its file.
public struct RuleText: Equatable, Sendable {
    public var path: String
    /// Its first line there, from 1.
    public var line: Int
    /// The alert, and the KPI that it is on.
    public var text: String
    /// Of the text: another one has another.
    public var version: String

    public init(path: String, line: Int, text: String, version: String) {
        self.path = path
        self.line = line
        self.text = text
        self.version = version
    }
}
