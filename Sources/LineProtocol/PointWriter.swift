public import Model

/// Writes points as lines of the line protocol, one after the other.
public struct PointWriter: Sendable {
    public enum Value: Equatable, Sendable {
        case float(Double)
        case integer(Int64)
        case unsigned(UInt64)
        case bool(Bool)
        case string(String)
    }
    /// What the line protocol has no spelling for.
    public enum Unwritable: Error, Equatable, Sendable {
        /// Empty, ending in a backslash, holding a control byte, or a measurement that would read
        /// as a comment.
        case name(String)
        /// NaN or an infinity.
        case number(field: String)
        case noFields
    }

    public var precision: Precision
    /// The lines so far, each with its LF. Take them and empty it.
    public var bytes: [UInt8] = []

    public init(precision: Precision = .nanoseconds) { self.precision = precision }

    /// Adds one line.
    ///
    /// - Errors: `Unwritable`, and then nothing was added.
    public mutating func append(
        _ measurement: String, tags: Labels = Labels(), fields: [(name: String, value: Value)],
        time: Timestamp? = nil
    ) throws(Unwritable) {
        let start = bytes.count
        do throws(Unwritable) {
            try write(measurement, tags, fields)
        } catch {
            bytes.removeLast(bytes.count - start)
            throw error
        }
        if let time {
            bytes.append(.space)
            bytes += "\(time.paneIndex(of: Interval(nanoseconds: precision.scale)))".utf8
        }
        bytes.append(.newline)
    }

    private mutating func write(
        _ measurement: String, _ tags: Labels, _ fields: [(name: String, value: Value)]
    ) throws(Unwritable) {
        if measurement.utf8.first == .hash { throw .name(measurement) }
        try write(measurement, .measurement)
        for pair in tags.pairs {
            bytes.append(.comma)
            try write(pair.name, .name)
            bytes.append(.equals)
            try write(pair.value, .name)
        }
        if fields.isEmpty { throw .noFields }
        var separator = UInt8.space
        for field in fields {
            bytes.append(separator)
            try write(field.name, .name)
            bytes.append(.equals)
            try write(field.value, of: field.name)
            separator = .comma
        }
    }

    private mutating func write(_ name: String, _ escapes: Escapes) throws(Unwritable) {
        guard !name.isEmpty, name.utf8.last != .backslash, !name.utf8.contains(where: \.isControl)
        else { throw .name(name) }
        escapes.encode(name, into: &bytes)
    }

    private mutating func write(_ value: Value, of field: String) throws(Unwritable) {
        switch value {
        case .float(let number):
            guard number.isFinite else { throw .number(field: field) }
            bytes += "\(number)".utf8
        case .integer(let number): bytes += "\(number)i".utf8
        case .unsigned(let number): bytes += "\(number)u".utf8
        case .bool(let truth): bytes += (truth ? "true" : "false").utf8
        case .string(let text):
            bytes.append(.quote)
            Escapes.text.encode(text, into: &bytes)
            bytes.append(.quote)
        }
    }
}
