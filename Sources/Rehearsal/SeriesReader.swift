public import Model

/// Reads a series from comma-separated lines, a chunk of bytes at a time.
///
/// - Shape: a header that names `timestamp` and `value`, other columns as they like; a timestamp is
///   `2026-03-09 08:45:00` (UTC), RFC 3339, or seconds since 1970. An empty value is a missing one.
/// - Errors: the first line that cannot be read ends it.
/// - Source: RFC 4180, with LF or CR LF.
public struct SeriesReader: Sendable {
    public struct Row: Equatable, Sendable {
        /// As written.
        public var timestamp: String
        public var written: String
        public var time: Timestamp
        /// nil: it is missing.
        public var value: Double?
    }

    public struct Fault: Error, Equatable, Sendable {
        public enum Reason: Equatable, Sendable {
            case noColumn(String)
            case fields(Int, of: Int)
            case notATime(String)
            case notANumber(String)
            case notUTF8
            case tooLong
        }

        /// From 1, the header's.
        public var line: Int
        public var reason: Reason
    }

    private var rest: [UInt8] = []
    private var line = 0
    private var columns: Columns?

    private struct Columns {
        var count: Int
        var timestamp: Int
        var value: Int
    }

    public init() {}

    public mutating func read(_ bytes: [UInt8], _ take: (Row) -> Void) throws(Fault) {
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            if rest.isEmpty {
                try readLine(bytes[start..<end], take)
            } else {
                rest += bytes[start..<end]
                let whole = rest
                rest.removeAll(keepingCapacity: true)
                try readLine(whole[...], take)
            }
            start = end + 1
        }
        rest += bytes[start...]
        guard rest.count <= Limits.lineBytes else {
            throw Fault(line: line + 1, reason: .tooLong)
        }
    }

    /// The last line needs no end of its own.
    public mutating func finish(_ take: (Row) -> Void) throws(Fault) {
        let last = rest
        rest = []
        if !last.isEmpty { try readLine(last[...], take) }
        if columns == nil { throw Fault(line: 1, reason: .noColumn("timestamp")) }
    }

    private mutating func readLine(_ bytes: ArraySlice<UInt8>, _ take: (Row) -> Void)
        throws(Fault)
    {
        line += 1
        let bytes = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Fault(line: line, reason: .notUTF8)
        }
        guard !text.isEmpty else { return }
        let fields = Self.fields(text)
        guard let columns else { return try readHeader(fields) }
        guard fields.count == columns.count else {
            throw Fault(line: line, reason: .fields(fields.count, of: columns.count))
        }
        let (timestamp, written) = (fields[columns.timestamp], fields[columns.value])
        guard let time = Self.time(timestamp) else {
            throw Fault(line: line, reason: .notATime(timestamp))
        }
        let value = Double(written)
        guard value != nil || written.isEmpty else {
            throw Fault(line: line, reason: .notANumber(written))
        }
        take(Row(timestamp: timestamp, written: written, time: time, value: value))
    }

    private mutating func readHeader(_ fields: [String]) throws(Fault) {
        // Some programs begin a file with a byte order mark.
        let names = fields.map { $0.hasPrefix("\u{FEFF}") ? String($0.dropFirst()) : $0 }
        guard let timestamp = names.firstIndex(of: "timestamp") else {
            throw Fault(line: line, reason: .noColumn("timestamp"))
        }
        guard let value = names.firstIndex(of: "value") else {
            throw Fault(line: line, reason: .noColumn("value"))
        }
        columns = Columns(count: fields.count, timestamp: timestamp, value: value)
    }

    private static func fields(_ line: String) -> [String] {
        guard line.utf8.contains(UInt8(ascii: "\"")) else {
            return line.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
                .map { String(Substring($0)) }
        }
        var (fields, field, isQuoted) = ([String](), "", false)
        var characters = line.unicodeScalars.makeIterator()
        var next = characters.next()
        while let character = next {
            next = characters.next()
            switch character {
            case "\"" where isQuoted && next == "\"":
                field.unicodeScalars.append("\"")
                next = characters.next()
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                fields.append(field)
                field = ""
            default: field.unicodeScalars.append(character)
            }
        }
        return fields + [field]
    }

    /// Seconds are the shorter ones: a date has its signs.
    private static func time(_ text: String) -> Timestamp? {
        if let whole = Int64(text) {
            let (nanoseconds, isBeyond) = whole.multipliedReportingOverflow(by: 1_000_000_000)
            return isBeyond ? nil : Timestamp(nanoseconds: nanoseconds)
        }
        if let time = Timestamp(text) { return time }
        guard let seconds = Double(text), abs(seconds) < 9e9 else { return nil }
        return Timestamp(nanoseconds: Int64((seconds * 1e9).rounded()))
    }
}

extension SeriesReader.Fault: CustomStringConvertible {
    public var description: String {
        switch reason {
        case .noColumn(let name): "line \(line): no column is called `\(name)`"
        case .fields(let count, let wanted):
            "line \(line): \(count) fields where the header has \(wanted)"
        case .notATime(let text):
            "line \(line): `\(text)` is no timestamp such as 2026-03-09 08:45:00, "
                + "2026-03-09T08:45:00Z or 1773045900"
        case .notANumber(let text): "line \(line): `\(text)` is no number"
        case .notUTF8: "line \(line) is not UTF-8"
        case .tooLong: "line \(line) is longer than \(Limits.lineBytes) bytes"
        }
    }
}
