import LineProtocol
import Model

extension Harness {
    static let lines = Harness(
        "lines", "a batch of the line protocol, whole, piece by piece, and as a dripping stream",
        longest: 4_096, seeds: LineTrial.seeds
    ) { bytes throws(Finding) in
        var bites = Bites(bytes)
        let precision = Precision.allCases[bites.choice(of: Precision.allCases.count)]
        let limit = bites.byte()
        let step = 1 + bites.choice(of: 60)
        let trial = LineTrial(
            precision: precision, limit: limit == 0 ? Limits.lineBytes : Int(limit))
        try trial.run(bites.all(), step: step)
    }
}

/// One batch read in several ways that must give the same.
struct LineTrial {
    let precision: Precision
    let limit: Int

    static func seeds() -> [[UInt8]] {
        let batches = [
            "m v=1\n", "cpu,host=a,dc=b v=1.5,n=3i,u=7u,ok=t,s=\"x y\" 1700000000000000000\n",
            "m\\ x,a\\,b=c,d\\=e=f v=98.79518072289157 -5\r\n# a comment \"=\"\n\nm v=1 2\n",
            "m v=\"two\nlines\",w=\"say \\\"hi\\\" \\\\\" 7\nm v=\"open\nm v=1\n",
            "été,ville=Lyon v=1e-22,w=-0.0,x=9007199254740993,y=1e400 9223372036854775807\n",
            "m,a=1,a=2 v=t\n,a=1 v=1\nm v\nm v= 1\nm v=1 1 1\nm v=18446744073709551616u\n",
        ]
        return batches.enumerated().map { index, text in
            [UInt8(index % 2), index == 5 ? 40 : 0, UInt8(index)] + text.utf8
        }
    }

    func run(_ bytes: [UInt8], step: Int) throws(Finding) {
        let whole = try read(bytes, step: .max >> 1)
        try expect(
            whole.errors.count == min(whole.refused, Limits.complaintsPerBatch),
            "\(whole.refused) lines were refused, with \(whole.errors.count) complaints")
        let pieces = try read(bytes, step: step)
        try expect(pieces == whole, "\(step) points at a time give another outcome")
        let drips = try drip(bytes, step: step)
        try expect(drips.points == whole.points, "a stream by \(step) bytes has other points")
        try expect(drips.refused == whole.refused, "a stream by \(step) bytes refuses otherwise")
    }

    /// Parses all of the bytes, which stand alone in memory, so that a sanitizer sees a step beyond
    /// either end.
    func read(_ bytes: [UInt8], step: Int) throws(Finding) -> Outcome {
        let alone = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer { alone.deallocate() }
        alone.copyBytes(from: bytes)
        let bytes = UnsafeRawBufferPointer(alone)
        var parser = LineParser(precision: precision, lineLimit: limit)
        var buffer = PointBuffer(points: 1, fields: 1)
        var outcome = Outcome()
        var offset = 0
        while offset < bytes.count {
            buffer.removeAll()
            let next = parser.parse(bytes, from: offset, limit: step, into: &buffer)
            try expect(next > offset && next <= bytes.count, "from \(offset) on to \(next)")
            try expect(buffer.pointCount <= step, "more points than were asked for")
            offset = next
            for point in buffer.points {
                let fields = try fields(of: point, in: buffer)
                outcome.points.append(try Print(point, fields, in: bytes).bytes)
            }
        }
        outcome.refused = parser.refused
        outcome.errors = parser.errors
        return outcome
    }

    private func fields(of point: ParsedPoint, in buffer: borrowing PointBuffer)
        throws(Finding) -> [ParsedField]
    {
        try expect(point.fieldRange.upperBound <= buffer.fieldCount, "fields that there are not")
        try expect(!point.fieldRange.isEmpty, "a point without fields")
        return Array(buffer.fields[point.fieldRange])
    }

    private func drip(_ bytes: [UInt8], step: Int) throws(Finding) -> Outcome {
        var framer = LineFramer(lineLimit: limit)
        var outcome = Outcome()
        var held: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            held += rest.prefix(step)
            rest = rest.dropFirst(step)
            let lines = held.withUnsafeBytes { framer.cut($0) }
            try expect(lines.upperBound <= held.count, "more is let go than is held")
            outcome.add(try read(Array(held[lines]), step: .max >> 1))
            held.removeFirst(lines.upperBound)
            try expect(held.count <= limit, "\(held.count) bytes are held of a line of \(limit)")
        }
        outcome.add(try read(held, step: .max >> 1))
        return outcome
    }

    struct Outcome: Equatable {
        var points: [[UInt8]] = []
        var refused = 0
        var errors: [LineError] = []

        mutating func add(_ other: Outcome) {
            points += other.points
            refused += other.refused
        }
    }
}

/// A point with nothing in it that tells where in the batch it stood.
private struct Print {
    var bytes: [UInt8] = []

    init(
        _ point: ParsedPoint, _ fields: [ParsedField], in batch: UnsafeRawBufferPointer
    ) throws(Finding) {
        try add(point.keyRange, of: batch)
        try expect(
            (1...point.keyRange.count).contains(Int(point.measurementLength)), "a long measurement")
        add(UInt64(bitPattern: point.time))
        for field in fields {
            try add(field.nameRange, of: batch)
            bytes.append(field.kind.rawValue)
            if field.kind == .string {
                try add(field.textRange, of: batch)
                _ = decodedString(UnsafeRawBufferPointer(rebasing: batch[field.textRange]))
            } else {
                add(field.bits)
            }
        }
        try checkKey(point, batch)
    }

    private mutating func add(_ range: Range<Int>, of batch: UnsafeRawBufferPointer)
        throws(Finding)
    {
        try expect(range.upperBound <= batch.count, "\(range) is beyond the batch")
        bytes += batch[range]
        bytes.append(0)
    }

    private mutating func add(_ number: UInt64) {
        for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * shift))) }
    }

    /// A key is refused for a tag that is given twice and nothing else; its plain spelling means
    /// the same and is plain.
    private func checkKey(_ point: ParsedPoint, _ batch: UnsafeRawBufferPointer) throws(Finding) {
        let key: SeriesKey
        do throws(LineError) { key = try SeriesKey(of: point, in: batch) } catch {
            if case .duplicateTag = error.kind { return }
            throw Finding("a key that was parsed does not decode: \(error.kind)")
        }
        let canonical = key.canonical
        guard let again = try? canonical.withUnsafeBytes({ try SeriesKey(decoding: $0) }) else {
            throw Finding("the plain spelling of \(key) does not decode")
        }
        try expect(again == key, "the plain spelling of \(key) is \(again)")
        try expect(again.canonical == canonical, "\(key) has two plain spellings")
    }
}
