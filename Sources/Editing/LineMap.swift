import Model

/// Turns bytes into the positions of the protocol, lines and UTF-16 units from 0, and back.
struct LineMap {
    private let bytes: [UInt8]
    private let starts: [Int]

    init(_ text: String) {
        bytes = Array(text.utf8)
        var starts = [0]
        for index in bytes.indices {
            let isLast = index + 1 == bytes.count
            let isReturn = bytes[index] == 13 && (isLast || bytes[index + 1] != 10)
            if bytes[index] == 10 || isReturn { starts.append(index + 1) }
        }
        self.starts = starts
    }

    /// Beyond the end of a line is its end, beyond the last line the end of the text, and within a
    /// character where it begins.
    func byte(line: Int, character: Int) -> Int {
        guard line >= 0 else { return 0 }
        guard line < starts.count else { return bytes.count }
        let end = line + 1 < starts.count ? starts[line + 1] : bytes.count
        var (index, units) = (starts[line], 0)
        while index < end, bytes[index] != 10, bytes[index] != 13 {
            let (length, width) = Self.size(bytes[index])
            if units + width > max(0, character) { break }
            units += width
            index += length
        }
        return min(index, end)
    }

    func byte(_ position: JSON) -> Int? {
        guard let line = position["line"]?.whole, let character = position["character"]?.whole
        else { return nil }
        return byte(line: line, character: character)
    }

    func position(_ byte: Int) -> JSON {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= byte { low = middle } else { high = middle }
        }
        var (index, units) = (starts[low], 0)
        while index < min(byte, bytes.count) {
            let (length, width) = Self.size(bytes[index])
            units += width
            index += length
        }
        return ["line": .integer(Int64(low)), "character": .integer(Int64(units))]
    }

    func range(_ start: Int, _ end: Int) -> JSON {
        ["start": position(start), "end": position(end)]
    }

    var whole: JSON { range(0, bytes.count) }

    /// Bytes and UTF-16 units of the character that a byte begins.
    private static func size(_ byte: UInt8) -> (length: Int, width: Int) {
        switch byte {
        case ..<0xC0: (1, 1)
        case ..<0xE0: (2, 1)
        case ..<0xF0: (3, 1)
        default: (4, 2)
        }
    }
}
