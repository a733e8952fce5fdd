import LineProtocol
import Model
import Plans

/// What is left of a predicate once the tags of a series are known: a test on the fields of one
/// event.
indirect enum EventTest: Hashable, Sendable {
    case yes, no
    case number(field: Int, Comparison, Double)
    /// Texts are compared by hash: 64 bits, the same in every process.
    case text(field: Int, equal: Bool, hash: UInt64)
    case not(EventTest)
    case all([EventTest])
    case any([EventTest])

    init(_ predicate: Predicate, of stream: StreamProgram, with tags: Labels) {
        switch predicate {
        case .always: self = .yes
        case .tag(let name, let comparison, let text):
            self = comparison.holds(tags[name] ?? "", text) ? .yes : .no
        case .number(let name, let comparison, let number):
            self = .number(field: stream.place(of: name), comparison, number)
        case .text(let name, let comparison, let text):
            self = .text(
                field: stream.place(of: name), equal: comparison == .equal,
                hash: hashText(text))
        case .not(let inner):
            switch EventTest(inner, of: stream, with: tags) {
            case .yes: self = .no
            case .no: self = .yes
            case let test: self = .not(test)
            }
        case .all(let parts):
            let tests = parts.map { EventTest($0, of: stream, with: tags) }.filter { $0 != .yes }
            self = tests.contains(.no) ? .no : tests.isEmpty ? .yes : .all(tests)
            if tests.count == 1 { self = tests[0] }
        case .any(let parts):
            let tests = parts.map { EventTest($0, of: stream, with: tags) }.filter { $0 != .no }
            self = tests.contains(.yes) ? .yes : tests.isEmpty ? .no : .any(tests)
            if tests.count == 1 { self = tests[0] }
        }
    }

    /// nil: an event without that field can not be told.
    func holds(_ fields: borrowing EventFields) -> Bool? {
        switch self {
        case .yes: return true
        case .no: return false
        case .number(let field, let comparison, let number):
            guard fields.has(field) else { return nil }
            return comparison.holds(Double(bitPattern: fields.bits[field]), number)
        case .text(let field, let equal, let hash):
            guard fields.has(field) else { return nil }
            return (fields.bits[field] == hash) == equal
        case .not(let inner): return inner.holds(fields).map { !$0 }
        case .all(let parts): return Self.combine(parts, fields, decisive: false)
        case .any(let parts): return Self.combine(parts, fields, decisive: true)
        }
    }

    private static func combine(
        _ parts: [EventTest], _ fields: borrowing EventFields, decisive: Bool
    ) -> Bool? {
        var untold = false
        for part in parts {
            switch part.holds(fields) {
            case decisive: return decisive
            case nil: untold = true
            default: break
            }
        }
        return untold ? nil : !decisive
    }
}

/// The declared fields of one event, decoded: bit patterns of numbers in the unit's own scale,
/// hashes of texts.
struct EventFields: ~Copyable {
    let bits: UnsafeMutablePointer<UInt64>
    /// Bit i: field i is there.
    var present: UInt64 = 0

    init() {
        bits = .allocate(capacity: Limits.fieldsPerStream)
        bits.initialize(repeating: 0, count: Limits.fieldsPerStream)
    }

    deinit { bits.deallocate() }

    @inline(__always)
    func has(_ field: Int) -> Bool { present & (1 << UInt64(field)) != 0 }

    func number(_ field: Int) -> Double { Double(bitPattern: bits[field]) }
}

extension StreamProgram {
    func place(of field: String) -> Int {
        guard let place = self.field(named: field) else {
            preconditionFailure("the plan asks for a field that the stream lacks: \(field)")
        }
        return place
    }
}

func hashText(_ text: String) -> UInt64 {
    var text = text
    return text.withUTF8 { hashBytes(UnsafeRawBufferPointer($0)) }
}
