import LineProtocol
import Model

/// Bytes as tables write them: `␊` `␍` `␉` `␀` for controls, `·` for a space at an edge, `⟨FF⟩` for
/// any byte.
func wire(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = text[...]
    while let character = rest.popFirst() {
        switch character {
        case "␊": bytes.append(0x0A)
        case "␍": bytes.append(0x0D)
        case "␉": bytes.append(0x09)
        case "␀": bytes.append(0x00)
        case "·": bytes.append(0x20)
        case "⟨":
            bytes.append(UInt8(rest.prefix(2), radix: 16)!)
            rest = rest.dropFirst(3)
        default: bytes += character.utf8
        }
    }
    return bytes
}

/// What came of a batch, with nothing in it that refers to the bytes.
struct Outcome: Equatable {
    /// `measurement{tag=value} field=1.0 field=1i @time`, decoded.
    var points: [String] = []
    /// `line:column kind`.
    var errors: [String] = []
    var refused = 0
}

/// Parses all of `bytes`, `step` points at a time.
func parse(
    _ bytes: [UInt8], precision: Precision = .nanoseconds, lineLimit: Int = Limits.lineBytes,
    step: Int = 16
) -> Outcome {
    var parser = LineParser(precision: precision, lineLimit: lineLimit)
    var buffer = PointBuffer(points: 1, fields: 1)
    var outcome = Outcome()
    bytes.withUnsafeBytes { raw in
        var offset = 0
        while offset < raw.count {
            buffer.removeAll()
            offset = parser.parse(raw, from: offset, limit: step, into: &buffer)
            for point in buffer.points {
                let fields = buffer.fields[point.fieldRange]
                outcome.points.append(text(of: point, Array(fields), in: raw))
            }
        }
    }
    outcome.errors = parser.errors.map { "\($0.line):\($0.column) \($0.kind)" }
    outcome.refused = parser.refused
    return outcome
}

func text(
    of point: ParsedPoint, _ fields: [ParsedField], in bytes: UnsafeRawBufferPointer
) -> String {
    var text: String
    do {
        let key = try SeriesKey(of: point, in: bytes)
        let tags = key.tags.pairs.map { "\($0.name)=\($0.value)" }.joined(separator: ";")
        text = tags.isEmpty ? key.measurement : "\(key.measurement){\(tags)}"
    } catch {
        text = "\(error.kind)"
    }
    for field in fields {
        text += " \(decodedName(slice(bytes, field.nameRange)))="
        switch field.kind {
        case .float: text += "\(Double(bitPattern: field.bits))"
        case .integer: text += "\(Int64(bitPattern: field.bits))i"
        case .unsigned: text += "\(field.bits)u"
        case .bool: text += field.bits == 0 ? "false" : "true"
        case .string: text += "\"\(decodedString(slice(bytes, field.textRange)))\""
        }
    }
    return point.time == ParsedPoint.noTime ? text : text + " @\(point.time)"
}

func slice(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[range])
}
