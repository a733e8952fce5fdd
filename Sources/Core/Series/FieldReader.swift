import LineProtocol
import Model
import Plans

/// Decodes the fields of the events of one stream.
///
/// Senders write the same fields in the same order, so each position remembers the name that it had
/// last time; only another name costs a search.
struct FieldReader {
    private struct Expected {
        var name: [UInt8]
        /// nil: a field that the stream does not declare; it is passed over.
        var field: Int?
    }

    /// What a field must be, in plain memory.
    private struct Form {
        enum Kind { case text, bool, count, score, number }
        var kind: Kind
        var scale: Double
        var bounds: (low: Double, high: Double) = (0, 0)

        init(_ plan: FieldPlan) {
            scale = plan.scale
            switch plan.unit {
            case .text: kind = .text
            case .bool: kind = .bool
            case .count: kind = .count
            case .score(let low, let high): (kind, bounds) = (.score, (low, high))
            default: kind = .number
            }
        }
    }

    private let stream: StreamProgram
    private let forms: [Form]
    private var expected: [Expected] = []
    /// Which of the raw fields was the id in the last event that had one.
    private(set) var idPosition = 0

    init(_ stream: StreamProgram) {
        self.stream = stream
        forms = stream.plan.fields.map(Form.init)
    }

    /// Fills `event` from the raw fields.
    ///
    /// - Errors: the first field that does not fit its declaration, by name, with what is wrong.
    mutating func read(
        _ fields: UnsafeBufferPointer<ParsedField>, in bytes: UnsafeRawBufferPointer,
        into event: inout EventFields
    ) -> FieldFault? {
        event.present = 0
        for (position, raw) in fields.enumerated() {
            let name = UnsafeRawBufferPointer(rebasing: bytes[raw.nameRange])
            guard let field = place(name, at: position) else { continue }
            let form = forms[field]
            guard let bits = Self.bits(of: raw, in: bytes, as: form) else {
                return FieldFault(.wrongType, stream.plan.fields[field], raw)
            }
            if form.kind == .score {
                let mark = Double(bitPattern: bits)
                guard mark >= form.bounds.low, mark <= form.bounds.high else {
                    return FieldFault(.outOfRange, stream.plan.fields[field], raw)
                }
            }
            if field == stream.weight, Double(bitPattern: bits) > Double(Limits.weight) {
                return FieldFault(.outOfRange, stream.plan.fields[field], raw)
            }
            if field == stream.id { idPosition = position }
            event.bits[field] = bits
            event.present |= 1 << UInt64(field)
        }
        return nil
    }

    @inline(__always)
    private mutating func place(_ name: UnsafeRawBufferPointer, at position: Int) -> Int? {
        if position < expected.count, equal(name, expected[position].name) {
            return expected[position].field
        }
        return search(name, at: position)
    }

    private mutating func search(_ name: UnsafeRawBufferPointer, at position: Int) -> Int? {
        let bytes = Array(name)
        let found = Expected(name: bytes, field: stream.fieldNames.firstIndex(of: bytes))
        if position < expected.count {
            expected[position] = found
        } else if position == expected.count, position < Limits.fieldsPerStream {
            expected.append(found)
        }
        return found.field
    }

    @inline(__always)
    private static func bits(
        of raw: ParsedField, in bytes: UnsafeRawBufferPointer, as form: Form
    ) -> UInt64? {
        switch (raw.kind, form.kind) {
        case (.string, .text): return text(raw, in: bytes)
        case (.string, _), (_, .text): return nil
        case (.bool, .bool): return Double(raw.bits).bitPattern
        case (.bool, _): return nil
        case (_, .bool):
            return raw.kind != .float && raw.bits <= 1 ? Double(raw.bits).bitPattern : nil
        default:
            guard let number = raw.number else { return nil }
            if form.kind == .count, number < 0 || number != number.rounded() { return nil }
            return (form.scale == 1 ? number : number * form.scale).bitPattern
        }
    }

    private static func text(_ raw: ParsedField, in bytes: UnsafeRawBufferPointer) -> UInt64 {
        let content = UnsafeRawBufferPointer(rebasing: bytes[raw.textRange])
        return raw.hasEscapes ? hashText(decodedString(content)) : hashBytes(content)
    }
}

/// A field that does not fit what its stream declares.
struct FieldFault {
    let refusal: Refusal
    let field: FieldPlan
    let kind: ParsedField.Kind

    init(_ refusal: Refusal, _ field: FieldPlan, _ raw: ParsedField) {
        self.refusal = refusal
        self.field = field
        kind = raw.kind
    }

    var reason: String {
        switch refusal {
        case .outOfRange where field.unit == .count:
            "field `\(field.name)` is more than \(Limits.weight) events"
        case .outOfRange: "field `\(field.name)` is outside \(field.unit)"
        default: "field `\(field.name)` is declared as \(field.unit), this one is \(kind.words)"
        }
    }
}

extension ParsedField.Kind {
    var words: String {
        switch self {
        case .float, .integer, .unsigned: "a number"
        case .bool: "a truth value"
        case .string: "a text"
        }
    }
}

@inline(__always)
func equal(_ raw: UnsafeRawBufferPointer, _ bytes: [UInt8]) -> Bool {
    raw.count == bytes.count
        && bytes.withUnsafeBytes { known in
            raw.count == 0
                || equalBytes(raw.baseAddress!, known.baseAddress!, raw.count)
        }
}

/// Eight bytes at a time: the names and keys compared here are too short for a call of `memcmp` to
/// pay.
@inline(__always)
func equalBytes(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ count: Int) -> Bool {
    var offset = 0
    while offset + 8 <= count {
        let l = left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        let r = right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        if l != r { return false }
        offset += 8
    }
    while offset < count {
        if left.load(fromByteOffset: offset, as: UInt8.self)
            != right.load(fromByteOffset: offset, as: UInt8.self)
        {
            return false
        }
        offset += 1
    }
    return true
}
