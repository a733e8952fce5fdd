/// The slots of panes that follow each other, at most a ring of them.
///
/// A walk round the ring: to divide for each pane would cost more than what is done there.
@frozen
public struct RingSlots: Sequence, IteratorProtocol {
    @usableFromInline let ring: Int
    @usableFromInline var slot: Int
    @usableFromInline var left: Int

    @inlinable
    init(_ panes: ClosedRange<Int64>, of shape: PaneShape) {
        ring = shape.ring
        slot = shape.slot(panes.lowerBound)
        left = panes.count
    }

    @inlinable
    public mutating func next() -> Int? {
        guard left > 0 else { return nil }
        left -= 1
        defer { slot = slot + 1 == ring ? 0 : slot + 1 }
        return slot
    }
}
