import LineProtocol
import Model
import Testing

/// The parser against the reference parser, on batches that were good before they were spoiled.
@Suite struct OracleTests {
    @Test(arguments: 0..<20)
    func agree(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        for round in 0..<1_000 {
            let bytes = Spoiled.batch(&random)
            let precision = Precision.allCases.randomElement(using: &random)!
            let limit = Spoiled.limit(&random)
            let reference = ReferenceParser(bytes, precision: precision, limit: limit)
            let (points, errors, refused) = parsed(bytes, precision, limit)
            let said = "seed \(seed) round \(round) limit \(limit): \(bytes.text.debugDescription)"
            #expect(points == reference.points, "\(said)")
            #expect(errors == Array(reference.errors.prefix(errors.count)), "\(said)")
            #expect(refused == reference.errors.count, "\(said)")
            guard points == reference.points, refused == reference.errors.count else { return }
        }
    }

    private func parsed(
        _ bytes: [UInt8], _ precision: Precision, _ limit: Int
    ) -> ([ReferenceParser.Point], [LineError], Int) {
        var parser = LineParser(precision: precision, lineLimit: limit)
        var buffer = PointBuffer()
        bytes.withUnsafeBytes { raw in
            let end = parser.parse(raw, limit: .max >> 1, into: &buffer)
            #expect(end == raw.count)
        }
        let points = buffer.points.map {
            ReferenceParser.Point(point: $0, fields: Array(buffer.fields[$0.fieldRange]))
        }
        return (points, parser.errors, parser.refused)
    }
}

extension [UInt8] {
    var text: String { String(decoding: self, as: UTF8.self) }
}
