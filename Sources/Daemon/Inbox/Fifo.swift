/// First in, first out, in one array: the front moves on and what lies before it is dropped now and
/// then.
///
/// - Complexity: O(1) amortised for both ends.
struct Fifo<Element> {
    private var elements: [Element?] = []
    private var front = 0

    var count: Int { elements.count - front }
    var isEmpty: Bool { front == elements.count }

    var first: Element? { isEmpty ? nil : elements[front] }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func popFirst() -> Element? {
        guard front < elements.count else { return nil }
        let first = elements[front].take()
        front += 1
        if front == elements.count {
            elements.removeAll(keepingCapacity: front <= Self.kept)
            front = 0
        } else if front > Self.kept, front * 2 > elements.count {
            elements.removeFirst(front)
            front = 0
        }
        return first
    }

    /// Places worth keeping for the next time.
    private static var kept: Int { 1_024 }
}
