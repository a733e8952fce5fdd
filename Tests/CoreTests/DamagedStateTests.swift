import Model
import Plans
import PluginKit
import Testing

@testable import Core

/// A state that was never saved, though its checksum is true: each of these once ended the process
/// or kept it busy for hours, and was found by a fuzzer.
@Suite struct DamagedStateTests {
    private static let plan = Plan(
        streams: [.contact], kpis: [.wait()], alerts: [.slow(notify: ["chat"])])
    private static let rate = DeliveryRate(burst: 7_777, interval: .milliseconds(777))

    private func saved() -> [UInt8] {
        var bounds = Bounds()
        bounds.lineBytes = 54_321
        let book = ContactBook(
            contacts: [ContactPlan("chat", type: "slack", rate: Self.rate)])
        var floor = Floor(Self.plan, book: book)
        floor.hear(.rules(RuleSet(files: [], book: book, bounds: bounds)))
        floor.feed("contact,channel=chat wait=200 @10\ncontact,channel=chat wait=300 @20")
        floor.tick(60)
        return floor.saved()
    }

    private func read(_ bytes: [UInt8]) throws(DamagedBytes) {
        var reader = ByteReader(bytes)
        _ = try Engine(from: &reader, format: Engine.format) {
            Program(Self.plan, from: $0, with: Floor.registry)
        }
    }

    @Test func whatWasSavedIsRead() throws { try read(saved()) }

    @Test(
        arguments: [
            // Judged up to a year that is not this one.
            (Int64(29_550_721), Int64(31_000_000), "a panel that is far from the clock"),
            // From a rate follows when the next message may go.
            (7_777, .max, "a rate that no settings allow"),
            (7_777, 0, "a rate that no settings allow"),
            (777_000_000, .max, "a rate that no settings allow"),
            (777_000_000, -1, "a rate that no settings allow"),
            (54_321, -1, "limits that no settings allow"),
            (54_321, .max, "limits that no settings allow"),
        ])
    func aNumberThatCannotBe(_ written: Int64, _ damaged: Int64, _ reason: String) throws {
        var bytes = saved()
        let places = bytes.indices.dropLast(7).filter { number(at: $0, of: bytes) == written }
        let place = try #require(places.first, "the state holds the number \(written)")
        withUnsafeBytes(of: damaged.littleEndian) {
            bytes.replaceSubrange(place..<place + 8, with: $0)
        }
        let error = #expect(throws: DamagedBytes.self) { try read(bytes) }
        #expect(error?.reason == reason)
    }

    private func number(at place: Int, of bytes: [UInt8]) -> Int64 {
        bytes[place..<place + 8].reversed().reduce(0) { $0 << 8 | Int64($1) }
    }

    @Test func aCountThatNothingComesTo() {
        for count: Int64 in [-1, 1 << 50 + 1, .max] {
            var writer = ByteWriter()
            writer.write(count)
            var reader = ByteReader(writer.bytes)
            #expect(throws: DamagedBytes.self) { try reader.tally() }
        }
    }
}
