/// Finds in what people wrote the pieces by which somebody could be told. Pure.
///
/// Laws (run over everything registered): the examples hold; what was redacted once has nothing
/// left to redact; a text without such pieces stays as it is.
public protocol Redactor: Sendable {
    static var manifest: Manifest { get }

    /// Texts, and what is left of them.
    static var examples: [RedactorExample] { get }

    /// What stands in the place of a piece, in English and in French: between brackets, without a
    /// digit or an `@`.
    static var marks: (english: String, french: String) { get }

    init()

    /// The pieces of a text in UTF-8, in order, not overlapping.
    func pieces(of text: [UInt8]) -> [Range<Int>]
}

public struct RedactorExample: Sendable {
    public var text: String
    public var gives: String

    public init(_ text: String, gives: String) { (self.text, self.gives) = (text, gives) }
}
