/// A line of an iCalendar file: `DTSTART;VALUE=DATE:20261225`.
struct ContentLine: Equatable {
    /// Where it begins in the file, from 1.
    var number: Int
    /// In capitals; empty for a line that is none.
    var name: String
    /// What stands behind the colon, as written.
    var value: String

    init(_ text: [UInt8], number: Int) {
        self.number = number
        (name, value) = ("", String(decoding: text, as: UTF8.self))
        let head = text.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ":") }
        guard !head.isEmpty, let colon = Self.colon(in: text) else { return }
        name = String(decoding: head, as: UTF8.self).uppercased()
        value = String(decoding: text[(colon + 1)...], as: UTF8.self)
    }

    /// The first that does not stand between quotes.
    private static func colon(in text: [UInt8]) -> Int? {
        var isQuoted = false
        for (index, byte) in text.enumerated() {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == UInt8(ascii: ":"), !isQuoted { return index }
        }
        return nil
    }

    /// As a person reads it: `\,` is a comma and `\n` a space.
    var text: String {
        var written: [UInt8] = []
        var isEscaped = false
        for byte in value.utf8 {
            if isEscaped {
                written.append([UInt8(ascii: "n"), UInt8(ascii: "N")].contains(byte) ? 0x20 : byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else {
                written.append(byte)
            }
        }
        return String(decoding: written, as: UTF8.self)
    }
}

/// The lines of a file, folded ones put together: one that begins with a space goes on with the one
/// before, if need be in the middle of a letter.
func contentLines(of text: String) -> [ContentLine] {
    var lines: [ContentLine] = []
    var (open, start): ([UInt8], Int) = ([], 1)
    func close() { if !open.isEmpty { lines.append(ContentLine(open, number: start)) } }
    var number = 0
    for raw in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
        number += 1
        var line = raw.last == 0x0D ? raw.dropLast() : raw
        if number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        if line.first == 0x20 || line.first == 0x09 {
            open += line.dropFirst()
        } else {
            close()
            (open, start) = (Array(line), number)
        }
    }
    close()
    return lines
}
