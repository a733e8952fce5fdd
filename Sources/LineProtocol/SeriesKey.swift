public import Model

/// What a series is known by: its measurement, and its tags by name.
///
/// Decoding is the slow path, once for each spelling of a series: tags may come in any order, so
/// that several spellings of the raw bytes mean one series, and `canonical` is the one that all of
/// them share.
public struct SeriesKey: Hashable, Sendable {
    public var measurement: String
    /// In the order of their names' bytes.
    public var tags: Labels

    /// Decodes `measurement,name=value,…` as the parser delimits it.
    ///
    /// - Parameters: `line` and `column` are where the key begins, for the error.
    /// - Errors: `duplicateTag`, which the parser leaves to this place; for bytes that no parser
    ///   delimited also `noMeasurement`, `tagWithoutName` and `tagWithoutValue`.
    public init(
        decoding raw: UnsafeRawBufferPointer, line: Int = 1, column: Int = 1
    ) throws(LineError) {
        func error(_ kind: LineError.Kind, at offset: Int) -> LineError {
            LineError(line: line, column: column + offset, kind: kind)
        }
        var at = end(of: .measurement, in: raw, from: 0, stop: .comma)
        guard at > 0 else { throw error(.noMeasurement, at: 0) }
        measurement = Escapes.measurement.decoded(UnsafeRawBufferPointer(rebasing: raw[..<at]))
        var found: [(pair: Labels.Pair, at: Int)] = []
        while at < raw.count {
            let name = at + 1
            let equals = end(of: .name, in: raw, from: name, stop: .equals)
            guard equals > name else { throw error(.tagWithoutName, at: name) }
            let value = equals + 1
            guard value < raw.count else { throw error(.tagWithoutValue, at: raw.count) }
            at = end(of: .name, in: raw, from: value, stop: .comma)
            guard at > value else { throw error(.tagWithoutValue, at: value) }
            let pair = Labels.Pair(
                decodedName(UnsafeRawBufferPointer(rebasing: raw[name..<equals])),
                decodedName(UnsafeRawBufferPointer(rebasing: raw[value..<at])))
            found.append((pair, name))
        }
        found.sort { ($0.pair.name.utf8, $0.at) < ($1.pair.name.utf8, $1.at) }
        for (earlier, later) in zip(found, found.dropFirst())
        where earlier.pair.name.utf8.elementsEqual(later.pair.name.utf8) {
            throw error(.duplicateTag, at: later.at)
        }
        tags = Labels(found.map(\.pair))
    }

    /// Decodes the key of `point`; the error says where in the batch it stands.
    public init(of point: ParsedPoint, in bytes: UnsafeRawBufferPointer) throws(LineError) {
        // Nothing but spaces can stand between the beginning of the line and the key.
        let indent = bytes[..<Int(point.key)].reversed().prefix { $0 == .space }.count
        try self.init(
            decoding: UnsafeRawBufferPointer(rebasing: bytes[point.keyRange]),
            line: Int(point.line), column: indent + 1)
    }

    /// The key spelled with its tags in order: decoding and spelling it again gives the same bytes.
    public var canonical: [UInt8] {
        var bytes: [UInt8] = []
        Escapes.measurement.encode(measurement, into: &bytes)
        for pair in tags.pairs {
            bytes.append(.comma)
            Escapes.name.encode(pair.name, into: &bytes)
            bytes.append(.equals)
            Escapes.name.encode(pair.value, into: &bytes)
        }
        return bytes
    }
}

/// The first bare `stop` from `start` on.
private func end(
    of escapes: Escapes, in raw: UnsafeRawBufferPointer, from start: Int, stop: UInt8
) -> Int {
    var at = start
    while at < raw.count, raw[at] != stop {
        let escaped = raw[at] == .backslash && at + 1 < raw.count && escapes.cover(raw[at + 1])
        at += escaped ? 2 : 1
    }
    return min(at, raw.count)
}

private func < (left: (String.UTF8View, Int), right: (String.UTF8View, Int)) -> Bool {
    if left.0.elementsEqual(right.0) { return left.1 < right.1 }
    return left.0.lexicographicallyPrecedes(right.0)
}
