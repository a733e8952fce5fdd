/// Records that are only added, in blocks of memory that do not move.
///
/// What was written is never changed. So a copy of an arena, which shares its blocks, may be read
/// by another thread while the arena itself is added to; the copy must not be. A record's place is
/// one word: the block, and where in it.
struct Arena: Sendable {
    private var blocks: [Block] = []
    /// How far each block is filled.
    private var ends: [Int] = []

    /// Large enough that there are few, small enough that a new one is no matter for whoever waits.
    private static let blockBytes = 1 << 16
    private static let placeBits: UInt32 = 13

    /// Room for a record of so many bytes, aligned to eight. A place is never 0.
    mutating func add(_ count: Int) -> (place: UInt32, record: UnsafeMutableRawPointer) {
        if blocks.isEmpty || ends[ends.count - 1] + count > blocks[blocks.count - 1].size {
            blocks.append(Block(size: max(Self.blockBytes, 8 + count)))
            ends.append(8)
        }
        let last = blocks.count - 1
        let start = ends[last]
        ends[last] = Self.aligned(start + count)
        return (UInt32(last) << Self.placeBits | UInt32(start >> 3), blocks[last].start + start)
    }

    @inline(__always)
    func at(_ place: UInt32) -> UnsafeRawPointer {
        let offset = Int(place & (1 << Self.placeBits - 1)) << 3
        return UnsafeRawPointer(blocks[Int(place >> Self.placeBits)].start + offset)
    }

    /// Every record in the order in which they were added.
    ///
    /// - Parameter size: of a record, by what stands in it.
    func forEach<Failure: Error>(
        size: (UnsafeRawPointer) -> Int,
        _ body: (UnsafeRawPointer) throws(Failure) -> Void
    ) throws(Failure) {
        for (block, end) in ends.enumerated() {
            var offset = 8
            while offset < end {
                let record = UnsafeRawPointer(blocks[block].start + offset)
                try body(record)
                offset = Self.aligned(offset + size(record))
            }
        }
    }

    @inline(__always)
    private static func aligned(_ count: Int) -> Int { (count + 7) & ~7 }

    /// Unchecked, for the compiler cannot see the rule: each byte is written once, by the one arena
    /// that is added to.
    private final class Block: @unchecked Sendable {
        let start: UnsafeMutableRawPointer
        let size: Int

        init(size: Int) {
            self.size = size
            start = .allocate(byteCount: size, alignment: 16)
        }

        deinit { start.deallocate() }
    }
}
