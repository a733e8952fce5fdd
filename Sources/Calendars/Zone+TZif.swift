extension Zone {
    /// Reads a compiled zone as systems keep it: `/usr/share/zoneinfo/Europe/Paris`.
    ///
    /// - Errors: `DamagedZone` for what is no such file, for one of the first version, which knows
    ///   nothing beyond 2037, and for one that counts leap seconds.
    /// - Source: RFC 8536.
    public init(name: String, tzif bytes: [UInt8]) throws(DamagedZone) {
        var reader = TZifReader(bytes: bytes)
        self.init(name: name, try reader.table())
    }
}

/// Walks through the bytes; everything in them is big-endian.
private struct TZifReader {
    let bytes: [UInt8]
    var position = 0

    mutating func table() throws(DamagedZone) -> ZoneTable {
        let old = try header()
        try skip(old.length(ofTimes: 4))
        let counts = try header()
        guard counts.leaps == 0 else { throw DamagedZone("it counts leap seconds") }
        var table = try changes(counts)
        try skip(counts.names + counts.standards + counts.universals)
        table.rule = try footer()
        try table.check()
        return table
    }

    private struct Counts {
        var universals = 0
        var standards = 0
        var leaps = 0
        var times = 0
        var types = 0
        var names = 0

        func length(ofTimes width: Int) -> Int {
            times * (width + 1) + types * 6 + names + leaps * (width + 4) + standards + universals
        }
    }

    private mutating func header() throws(DamagedZone) -> Counts {
        guard try take(4).elementsEqual(Array("TZif".utf8)) else {
            throw DamagedZone("it is no compiled zone")
        }
        guard try take(1).first ?? 0 >= 0x32 else {
            throw DamagedZone("it is of the first version, which ends in 2037")
        }
        try skip(15)
        var counts = Counts()
        counts.universals = Int(try number(4))
        counts.standards = Int(try number(4))
        counts.leaps = Int(try number(4))
        counts.times = Int(try number(4))
        counts.types = Int(try number(4))
        counts.names = Int(try number(4))
        return counts
    }

    /// A zone of one rule and no history has a table of no changes.
    private mutating func changes(_ counts: Counts) throws(DamagedZone) -> ZoneTable {
        guard counts.length(ofTimes: 8) <= bytes.count - position else {
            throw DamagedZone("it ends before its time")
        }
        var times: [Int64] = []
        for _ in 0..<counts.times { times.append(Int64(bitPattern: try number(8))) }
        let types = try take(counts.times)
        var offsets: [Int64] = []
        for _ in 0..<counts.types {
            offsets.append(Int64(Int32(truncatingIfNeeded: try number(4))))
            try skip(2)
        }
        guard let first = offsets.first, types.allSatisfy({ Int($0) < offsets.count }) else {
            throw DamagedZone("it speaks of an offset that it lacks")
        }
        return ZoneTable(
            first: first,
            changes: zip(times, types).map { .init(at: $0, offset: offsets[Int($1)]) })
    }

    /// Between two line ends; empty where nobody knows what comes.
    private mutating func footer() throws(DamagedZone) -> ClockRule? {
        let rest = bytes[position...]
        guard rest.first == 0x0A, let end = rest.dropFirst().firstIndex(of: 0x0A) else {
            throw DamagedZone("it ends before its rule does")
        }
        let text = String(decoding: rest[(position + 1)..<end], as: UTF8.self)
        if text.isEmpty { return nil }
        guard let rule = ClockRule(text) else { throw DamagedZone("its rule is none: \(text)") }
        return rule
    }

    private mutating func take(_ count: Int) throws(DamagedZone) -> ArraySlice<UInt8> {
        guard count <= bytes.count - position else {
            throw DamagedZone("it ends before its time")
        }
        defer { position += count }
        return bytes[position..<position + count]
    }

    private mutating func skip(_ count: Int) throws(DamagedZone) { _ = try take(count) }

    private mutating func number(_ width: Int) throws(DamagedZone) -> UInt64 {
        try take(width).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
