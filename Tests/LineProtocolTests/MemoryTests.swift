import Glibc
import LineProtocol
import Model
import Testing

/// No byte outside of the batch is read: it lies at the end of a page, and the next page may not be
/// touched.
@Suite(.serialized) struct MemoryTests {
    /// One page for bytes, and one behind it that faults.
    private struct Cliff: ~Copyable {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let memory: UnsafeMutableRawBufferPointer

        init() {
            let start = mmap(
                nil, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)!
            precondition(start != MAP_FAILED && mprotect(start + page, page, PROT_NONE) == 0)
            memory = UnsafeMutableRawBufferPointer(start: start, count: page)
        }
        deinit { munmap(memory.baseAddress, 2 * page) }

        /// The bytes, right before the cliff.
        func place(_ bytes: [UInt8]) -> UnsafeRawBufferPointer {
            let target = UnsafeMutableRawBufferPointer(rebasing: memory.suffix(bytes.count))
            target.copyBytes(from: bytes)
            return UnsafeRawBufferPointer(target)
        }
    }

    @Test func everyCutOfEveryKindOfLine() {
        let cliff = Cliff()
        var random = SplitMix64(seed: 70)
        let good = wire(
            #"m\ x,a\,b=c,été=\\ d v=98.79518072289157,ok=t,s="a\"b, c=\\" 1700000000000000000"#
        )
        for bytes in [good] + (0..<60).map({ _ in Spoiled.batch(&random) }) {
            for length in 0...bytes.count {
                let piece = Array(bytes[..<length])
                let placed = cliff.place(piece)
                var parser = LineParser(precision: .nanoseconds)
                var buffer = PointBuffer()
                #expect(parser.parse(placed, limit: 99, into: &buffer) == length)
                var framer = LineFramer()
                #expect(framer.cut(placed).upperBound <= length)
                for point in buffer.points { _ = try? SeriesKey(of: point, in: placed) }
                _ = hashBytes(placed)
                _ = decodedString(placed)
            }
        }
    }

    /// The same line at each distance from the end, so that each tail of a 64-byte step is had.
    @Test func everyAlignment() {
        let cliff = Cliff()
        for padding in 0...70 {
            let line = wire("m,t=a b=1.5,c=\"x\" 17") + Array(repeating: 0x20, count: padding)
            let expected = parse(line)
            #expect(expected.points == ["m{t=a} b=1.5 c=\"x\" @17"])
            for before in 0...70 {
                let bytes = Array(repeating: 0x20, count: before) + line
                let placed = cliff.place(bytes)
                var parser = LineParser(precision: .nanoseconds)
                var buffer = PointBuffer()
                #expect(parser.parse(placed, limit: 9, into: &buffer) == bytes.count)
                #expect(buffer.pointCount == 1 && buffer.points[0].key == before)
                #expect(buffer.points[0].time == 17 && buffer.fieldCount == 2)
            }
        }
    }
}
