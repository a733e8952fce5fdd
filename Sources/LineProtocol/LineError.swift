/// Why a line was refused, and where.
public struct LineError: Error, Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        case tooLong(limit: Int)
        case noMeasurement
        case tagWithoutName
        case tagWithoutValue
        case duplicateTag
        case noFields
        case fieldWithoutName
        case fieldWithoutValue
        case unknownValue
        case badNumber
        case numberOutOfRange
        case badBoolean
        case unclosedString
        case textAfterValue
        case badTimestamp
        case timestampOutOfRange
        case textAfterTimestamp
        case controlByte(UInt8)
        case badUTF8
    }

    /// 1-based line of the batch.
    public var line: Int
    /// 1-based byte of that line.
    public var column: Int
    public var kind: Kind

    public init(line: Int, column: Int, kind: Kind) {
        self.line = line
        self.column = column
        self.kind = kind
    }

    /// A sentence for the person who has to mend the sender.
    public var reason: String { kind.reason }
}

extension LineError.Kind {
    var reason: String {
        switch self {
        case .tooLong(let limit): "the line is longer than \(limit) bytes"
        case .noMeasurement: "the measurement is missing"
        case .tagWithoutName: "a tag has no name; one must follow each comma"
        case .tagWithoutValue: "a tag has no value; leave out tags that are empty"
        case .duplicateTag: "the tag was given before"
        case .noFields: "there are no fields; a space and name=value must follow the tags"
        case .fieldWithoutName: "a field has no name; one must follow each comma"
        case .fieldWithoutValue: "a field has no value"
        case .unknownValue: "the value is neither a number nor true or false nor a \"text\""
        case .badNumber: "the number is malformed; 1, -1.5, 1e3, 1i and 1u are right"
        case .numberOutOfRange: "the number is too large for its type"
        case .badBoolean: "true and false are written t, T, true, True, TRUE or f, F, …"
        case .unclosedString: "the text has no closing quote"
        case .textAfterValue: "only a comma, a space or the end of the line may follow a value"
        case .badTimestamp: "the timestamp is not a whole number"
        case .timestampOutOfRange: "the timestamp is too far from 1970 for its precision"
        case .textAfterTimestamp: "nothing may follow the timestamp"
        case .controlByte(.tab): "a tab stands where only a space may"
        case .controlByte(.carriageReturn): "a carriage return stands within the line"
        case .controlByte(let byte): "control byte \(byte) stands outside of a text"
        case .badUTF8: "the bytes are not UTF-8"
        }
    }
}
