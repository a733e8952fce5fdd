public import Model

/// All redactors, one after the other, and a text cut to a length.
public struct Redaction: Sendable {
    private let redactors: [any Redactor.Type]

    public init(_ redactors: [any Redactor.Type]) { self.redactors = redactors }

    /// On one line, without what tells who wrote it, and no longer than `limit` characters.
    public func redacted(_ text: String, to limit: Int, in tongue: Tongue) -> String {
        var line = String(text.map { $0.isNewline ? " " : $0 })
        // Before it is cut: half a number is not known for one.
        for redactor in redactors { line = Self.applying(redactor, to: line, in: tongue) }
        return line.count <= limit ? line : line.prefix(max(0, limit - 1)) + "…"
    }

    /// What one redactor leaves.
    public static func applying(_ type: any Redactor.Type, to text: String, in tongue: Tongue)
        -> String
    {
        let bytes = Array(text.utf8)
        let mark = tongue == .french ? type.marks.french : type.marks.english
        var (kept, place): ([UInt8], Int) = ([], 0)
        for piece in type.init().pieces(of: bytes) {
            kept += bytes[place..<piece.lowerBound] + mark.utf8
            place = piece.upperBound
        }
        return String(decoding: kept + bytes[place...], as: UTF8.self)
    }
}
