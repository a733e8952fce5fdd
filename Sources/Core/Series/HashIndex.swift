import CBytes

/// Finds places in an arena by a hash: open addressing with linear probing over slots of eight
/// bytes, at most half of them taken.
struct HashIndex: ~Copyable {
    private struct Slot {
        /// The upper half of the hash: most strangers are told by it without touching the record.
        var tag: UInt32 = 0
        /// 0: free.
        var place: UInt32 = 0
    }

    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int
    private(set) var count = 0

    /// - Parameter size: slots to begin with, a power of two.
    init(size: Int) {
        mask = size - 1
        slots = .allocate(capacity: size)
        slots.initialize(repeating: Slot(), count: size)
    }

    deinit { slots.deallocate() }

    @inline(__always)
    func prefetch(_ hash: UInt64) { vigie_prefetch(slots + (Int(truncatingIfNeeded: hash) & mask)) }

    /// The place under this hash that is the right one; nil: there is none.
    @inline(__always)
    func find(_ hash: UInt64, where isRight: (UInt32) -> Bool) -> UInt32? {
        var index = Int(truncatingIfNeeded: hash) & mask
        let tag = UInt32(truncatingIfNeeded: hash >> 32)
        while slots[index].place != 0 {
            if slots[index].tag == tag, isRight(slots[index].place) { return slots[index].place }
            index = (index + 1) & mask
        }
        return nil
    }

    /// - Parameter hash: of a place that is in the index already.
    /// - Complexity: O(1) amortised; at each doubling all places are hashed again.
    mutating func insert(_ place: UInt32, _ hash: UInt64, rehash: (UInt32) -> UInt64) {
        if (count + 1) * 2 > mask { grow(rehash) }
        put(place, hash)
        count += 1
    }

    private func put(_ place: UInt32, _ hash: UInt64) {
        var index = Int(truncatingIfNeeded: hash) & mask
        while slots[index].place != 0 { index = (index + 1) & mask }
        slots[index] = Slot(tag: UInt32(truncatingIfNeeded: hash >> 32), place: place)
    }

    private mutating func grow(_ rehash: (UInt32) -> UInt64) {
        let (old, size) = (slots, mask + 1)
        mask = size * 2 - 1
        slots = .allocate(capacity: size * 2)
        slots.initialize(repeating: Slot(), count: size * 2)
        for index in 0..<size where old[index].place != 0 {
            put(old[index].place, rehash(old[index].place))
        }
        old.deallocate()
    }
}
