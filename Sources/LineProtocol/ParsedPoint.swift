/// One point as it stands in the bytes: offsets, nothing copied.
public struct ParsedPoint: Equatable, BitwiseCopyable, Sendable {
    /// Where `measurement,tags` begins in the bytes, and its length: one spelling of one series.
    public var key: UInt32
    public var keyLength: UInt32
    /// Length of the measurement, escapes still in: the part before the first bare comma.
    public var measurementLength: UInt32
    /// Its fields are `PointBuffer.fields[firstField..<firstField + fieldCount]`, at least one.
    public var firstField: UInt32
    public var fieldCount: UInt32
    /// 1-based line of the batch on which it begins.
    public var line: UInt32
    /// Nanoseconds since the epoch, or `ParsedPoint.noTime`.
    public var time: Int64

    /// The `time` of a point that brought none: the parser does not know when it arrived.
    public static var noTime: Int64 { .min }

    public init(
        key: UInt32, keyLength: UInt32, measurementLength: UInt32, firstField: UInt32,
        fieldCount: UInt32, line: UInt32, time: Int64
    ) {
        self.key = key
        self.keyLength = keyLength
        self.measurementLength = measurementLength
        self.firstField = firstField
        self.fieldCount = fieldCount
        self.line = line
        self.time = time
    }

    /// The range of `measurement,tags` in the bytes.
    public var keyRange: Range<Int> { Int(key)..<Int(key) + Int(keyLength) }

    /// The range of its fields in `PointBuffer.fields`.
    public var fieldRange: Range<Int> { Int(firstField)..<Int(firstField) + Int(fieldCount) }
}

/// One `name=value` as it stands in the bytes.
public struct ParsedField: Equatable, BitwiseCopyable, Sendable {
    public enum Kind: UInt8, CaseIterable, BitwiseCopyable, Sendable {
        case float, integer, unsigned, bool, string
    }

    /// Where the name begins in the bytes, and its length, escapes still in.
    ///
    /// A name has one spelling: equal names are equal bytes, and `escapedName` gives them.
    public var name: UInt32
    public var nameLength: UInt32
    public var kind: Kind
    /// Whether the text needs `decodedString`: it holds a `\"` or a `\\`.
    public var hasEscapes: Bool
    /// By kind: the bits of the `Double`, `Int64` or `UInt64`, 0 or 1, or `offset << 32 | length`
    /// of what is between the quotes.
    public var bits: UInt64

    public init(
        name: UInt32, nameLength: UInt32, kind: Kind, hasEscapes: Bool = false, bits: UInt64
    ) {
        self.name = name
        self.nameLength = nameLength
        self.kind = kind
        self.hasEscapes = hasEscapes
        self.bits = bits
    }

    public var nameRange: Range<Int> { Int(name)..<Int(name) + Int(nameLength) }

    /// The range of a text's raw content in the bytes; for `kind == .string` only.
    public var textRange: Range<Int> {
        let start = Int(bits >> 32)
        return start..<start + Int(bits & 0xFFFF_FFFF)
    }

    /// The value as a number: integers rounded to the nearest double, 1 and 0 for true and false,
    /// nil for a text.
    public var number: Double? {
        switch kind {
        case .float: Double(bitPattern: bits)
        case .integer: Double(Int64(bitPattern: bits))
        case .unsigned: Double(bits)
        case .bool: bits == 0 ? 0 : 1
        case .string: nil
        }
    }
}
