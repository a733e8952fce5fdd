import Plans

/// An `EventTest` as the ingest loop asks it, in plain memory: one comparison in place, anything
/// more by its number among all tests. To copy it costs nothing, where a test counts references.
struct EventCheck: Hashable, BitwiseCopyable, Sendable {
    private enum Form: UInt8 { case yes, number, text, other }

    private let form: Form
    private let comparison: Comparison
    private let field: UInt8
    /// The number or hash that is compared with, or the number of the test.
    private let bits: UInt64

    init(_ test: EventTest, others: inout [EventTest]) {
        switch test {
        case .yes: (form, comparison, field, bits) = (.yes, .equal, 0, 0)
        case .number(let field, let comparison, let number):
            form = .number
            self.comparison = comparison
            (self.field, bits) = (UInt8(field), number.bitPattern)
        case .text(let field, let equal, let hash):
            (form, comparison) = (.text, equal ? .equal : .notEqual)
            (self.field, bits) = (UInt8(field), hash)
        default:
            let known = others.firstIndex(of: test)
            if known == nil { others.append(test) }
            (form, comparison, field) = (.other, .equal, 0)
            bits = UInt64(known ?? others.count - 1)
        }
    }

    @inline(__always) var isYes: Bool { form == .yes }

    /// nil: an event without that field can not be told.
    @inline(__always)
    func holds(_ fields: borrowing EventFields, others: [EventTest]) -> Bool? {
        switch form {
        case .yes: return true
        case .other: return others[Int(bits)].holds(fields)
        case .number, .text: break
        }
        guard fields.has(Int(field)) else { return nil }
        let own = fields.bits[Int(field)]
        if form == .text { return (own == bits) == (comparison == .equal) }
        return comparison.holds(Double(bitPattern: own), Double(bitPattern: bits))
    }
}
