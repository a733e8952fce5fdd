/// Where the lines of a source begin, so that a byte can be told as line and column.
struct LineTable {
    private let bytes: [UInt8]
    private let starts: [Int]

    init(_ source: SourceText) {
        let bytes = Array(source.text.utf8)
        self.bytes = bytes
        starts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    }

    /// 1-based; the column counts characters.
    func position(of byte: Int) -> (line: Int, column: Int) {
        let line = index(of: byte)
        return (line + 1, characters(starts[line], min(byte, bytes.count)).count + 1)
    }

    /// A line without its end.
    func text(ofLine number: Int) -> [Character] {
        let start = starts[number - 1]
        let end = number < starts.count ? starts[number] - 1 : bytes.count
        return characters(start, max(start, end)).filter { !$0.isNewline }
    }

    private func characters(_ start: Int, _ end: Int) -> [Character] {
        Array(String(decoding: bytes[start..<end], as: UTF8.self))
    }

    /// The last line that does not start after the byte.
    private func index(of byte: Int) -> Int {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= byte { low = middle } else { high = middle }
        }
        return low
    }
}
