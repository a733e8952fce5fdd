/// One thing to say about the rules.
///
/// The message can stand alone; the first label says why *here*; only the help says what to do.
/// Lower case, no full stop, code in backticks, the smallest span that shows it.
public struct Diagnostic: Equatable, Sendable {
    public enum Severity: String, Sendable {
        case error, warning
    }

    public struct Label: Equatable, Sendable {
        public var range: SourceRange
        public var text: String
        public var isPrimary: Bool

        public init(_ range: SourceRange, _ text: String, isPrimary: Bool = false) {
            self.range = range
            self.text = text
            self.isPrimary = isPrimary
        }
    }

    public var code: Code
    public var message: String
    /// The primary one first.
    public var labels: [Label]
    public var help: String?

    public init(
        _ code: Code, _ message: String, at range: SourceRange, _ label: String,
        and others: [Label] = [], help: String? = nil
    ) {
        self.code = code
        self.message = message
        labels = [Label(range, label, isPrimary: true)] + others
        self.help = help
    }

    public var severity: Severity { code.severity }
    public var range: SourceRange { labels[0].range }
}

extension [Diagnostic] {
    /// As a reader meets them: by file, then by place; of one place, as they were found.
    var inReadingOrder: [Diagnostic] {
        enumerated().sorted { left, right in
            let (a, b) = (left.element.range, right.element.range)
            return (a.file, a.start, left.offset) < (b.file, b.start, right.offset)
        }.map(\.element)
    }
}
