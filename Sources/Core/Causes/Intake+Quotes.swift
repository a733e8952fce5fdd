import LineProtocol
import Model
import Plans

// Texts of events that alerts may quote, as they come.
extension Intake {
    mutating func quote(
        _ quotes: Range<Int32>, _ point: ParsedPoint, _ time: Timestamp,
        _ bytes: UnsafeRawBufferPointer, _ program: borrowing Program
    ) {
        for index in quotes {
            let asked = router.quotes[Int(index)]
            let quote = program.quotes[asked.quote]
            guard event.has(quote.field), asked.filter.holds(event) == true,
                let text = text(
                    of: program.streams[quote.stream].fieldNames[quote.field], point, bytes)
            else { continue }
            quoted.append(
                QuotedText(quote: asked.quote, leaf: asked.leaf, time: time, text: text))
        }
    }

    /// The last of that name, as elsewhere.
    private func text(
        of name: [UInt8], _ point: ParsedPoint, _ bytes: UnsafeRawBufferPointer
    ) -> String? {
        buffer.fields[point.fieldRange].reversed().lazy
            .filter { $0.kind == .string && Array(bytes[$0.nameRange]) == name }
            .map { decodedString(UnsafeRawBufferPointer(rebasing: bytes[$0.textRange])) }.first
    }
}
