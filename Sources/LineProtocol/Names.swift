/// What a backslash takes its meaning from, by where it stands. Before any other byte it is a
/// letter.
enum Escapes {
    case measurement, name, text

    func cover(_ byte: UInt8) -> Bool {
        switch self {
        case .measurement: byte == .comma || byte == .space
        case .name: byte == .comma || byte == .equals || byte == .space
        case .text: byte == .quote || byte == .backslash
        }
    }

    func decoded(_ raw: UnsafeRawBufferPointer) -> String {
        guard raw.contains(.backslash) else { return String(decoding: raw, as: UTF8.self) }
        // What is decoded is never longer than what was written.
        return String(unsafeUninitializedCapacity: raw.count) { target in
            var length = 0
            var at = 0
            while at < raw.count {
                if raw[at] == .backslash, at + 1 < raw.count, cover(raw[at + 1]) { at += 1 }
                target[length] = raw[at]
                length += 1
                at += 1
            }
            return length
        }
    }

    func encode(_ text: String, into bytes: inout [UInt8]) {
        for byte in text.utf8 {
            if cover(byte) { bytes.append(.backslash) }
            bytes.append(byte)
        }
    }
}

/// The text that `raw`, the content between two quotes, stands for: `\"` and `\\` are decoded,
/// other backslashes stay.
public func decodedString(_ raw: UnsafeRawBufferPointer) -> String { Escapes.text.decoded(raw) }

/// The name that `raw`, a field's name or a tag's name or value, stands for.
public func decodedName(_ raw: UnsafeRawBufferPointer) -> String { Escapes.name.decoded(raw) }

/// The one spelling of a field's name: what to compare with the raw bytes of parsed fields.
public func escapedName(_ name: String) -> [UInt8] {
    var bytes: [UInt8] = []
    Escapes.name.encode(name, into: &bytes)
    return bytes
}
