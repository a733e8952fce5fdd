/// One file of rules: where it is, for people, and what it says.
public struct SourceText: Equatable, Sendable {
    public var path: String
    public var text: String

    public init(path: String, text: String) {
        self.path = path
        self.text = text
    }
}

/// Where something stands: the bytes `start..<end` of one of the sources.
public struct SourceRange: Hashable, Sendable {
    /// The index of the source in the list that was compiled.
    public var file: Int
    public var start: Int
    public var end: Int

    public init(file: Int, start: Int, end: Int) {
        self.file = file
        self.start = start
        self.end = end
    }

    /// From where this begins to where `last` ends.
    func through(_ last: SourceRange) -> SourceRange {
        SourceRange(file: file, start: start, end: max(end, last.end))
    }
}
