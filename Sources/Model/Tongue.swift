/// A language in which people are spoken to. Programs are always spoken to in the same way.
///
/// The numbers are in checkpoints and journals.
public enum Tongue: UInt8, CaseIterable, Sendable {
    case english, french

    /// As rules and settings write it: an ISO 639-1 code.
    public var code: String {
        switch self {
        case .english: "en"
        case .french: "fr"
        }
    }

    public init?(code: some StringProtocol) {
        guard let tongue = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = tongue
    }
}

extension Tongue: Savable {
    public func save(to writer: inout ByteWriter) { writer.write(rawValue) }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        guard let tongue = Tongue(rawValue: try reader.integer()) else {
            throw DamagedBytes("a language that there is not")
        }
        self = tongue
    }
}
