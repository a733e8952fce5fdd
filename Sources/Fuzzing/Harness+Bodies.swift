import CZlib
import Model
import Requests

extension Harness {
    static let bodies = Harness(
        "bodies", "a request to write: its form, and its body as it comes, packed or damaged",
        longest: 8_192, seeds: BodyTrial.seeds
    ) { bytes throws(Finding) in
        var bites = Bites(bytes)
        let dialect = WriteDialect.allCases[bites.choice(of: WriteDialect.allCases.count)]
        let way = bites.choice(of: 4)
        let form = Form(String(decoding: bites.piece(), as: UTF8.self))
        guard let precision = dialect.precision(form["precision"]) else { return }
        let trial = BodyTrial(lines: LineTrial(precision: precision, limit: 200))
        switch way {
        case 0: try trial.lines.run(bites.all(), step: 7)
        case 1: try trial.roundTrip(bites.all())
        case 2: try trial.cutShort(bites.piece(), by: bites.number())
        default: try trial.unpack(bites.all())
        }
    }
}

/// What a body may do on its way to a batch.
struct BodyTrial {
    let lines: LineTrial

    /// Unpacked, a body may be as large as this here; what is beyond is refused as by the daemon.
    private static let limit = 1 << 16

    static func seeds() -> [[UInt8]] {
        let text = Array("m,a=b v=1 2\nm v=\"x\" 3\n".utf8)
        return (0..<4).map { way in
            var seed = Morsels()
            seed.add(UInt8(way % 2), UInt8(way))
            seed.add(piece: Array("db=x&precision=\(way % 2 == 0 ? "%6D%73" : "s")&q=a+b".utf8))
            if way == 2 { seed.add(piece: text) }
            seed.add(rest: way == 2 ? [0, 3] : way == 3 ? packed(text) : text)
            return seed.bytes
        }
    }

    /// Whatever it is, it unpacks to no more than the limit or is refused, both times the same way.
    func unpack(_ body: [UInt8]) throws(Finding) {
        let first = outcome(of: body, limit: Self.limit)
        try expect(outcome(of: body, limit: Self.limit) == first, "unpacked twice, two outcomes")
        guard case .success(let bytes) = first else { return }
        try expect(bytes.count <= Self.limit, "unpacked to \(bytes.count) bytes")
        if !bytes.isEmpty {
            try expect(
                outcome(of: body, limit: bytes.count - 1) == .failure(.tooLarge),
                "one byte beyond the limit is not too large")
        }
        try lines.run(Array(bytes.prefix(1_024)), step: 11)
    }

    func roundTrip(_ text: [UInt8]) throws(Finding) {
        let unpacked = outcome(of: Self.packed(text), limit: text.count)
        try expect(unpacked == .success(text), "packed and unpacked it is another")
        // A second member behind the first, as `cat a.gz b.gz` makes them.
        let twice = outcome(of: Self.packed(text) + Self.packed(text), limit: 2 * text.count)
        try expect(twice == .success(text + text), "two members are not one after the other")
    }

    /// A piece of a packed body is refused for what it is, and never taken for all of it.
    func cutShort(_ text: [UInt8], by bytes: Int) throws(Finding) {
        let packed = Self.packed(text)
        let piece = packed.dropLast(1 + bytes % packed.count)
        let found = outcome(of: Array(piece), limit: text.count)
        try expect(found == .failure(.cutShort), "a piece of a body gives \(found)")
    }

    private func outcome(of body: [UInt8], limit: Int) -> Result<[UInt8], GzipError> {
        do throws(GzipError) { return .success(try gunzip(body, limit: limit)) } catch {
            return .failure(error)
        }
    }

    private static func packed(_ text: [UInt8]) -> [UInt8] {
        var size = compressBound(UInt(text.count))
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(size)) { target, count in
            let status = compress2(target.baseAddress, &size, text, UInt(text.count), 6)
            precondition(status == Z_OK, "there is room for the worst case")
            count = Int(size)
        }
        return bytes
    }
}
