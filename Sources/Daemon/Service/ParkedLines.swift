import Model

/// Lines of senders that cannot be told to send again, kept in their order until the journal takes
/// them.
struct ParkedLines {
    private var batches: [Batch] = []
    private var bytes = 0
    private var retryAt = Timestamp.distantPast
    /// The batch that was last taken was the first of these: if it comes back it goes to the front.
    private var isRetrying = false
    /// What comes back now has no next time.
    private(set) var isClosing = false
    /// Lines that never made it.
    private(set) var lost = 0

    /// Whether nothing more should be taken from those who cannot be told.
    var isFull: Bool { bytes > Limits.parkedBytes }

    mutating func put(_ batch: Batch, at now: Timestamp) {
        guard !isClosing else { return lost += batch.lineCount }
        if isRetrying { batches.insert(batch, at: 0) } else { batches.append(batch) }
        isRetrying = false
        bytes += batch.bytes.count
        retryAt = now + Self.patience
    }

    /// The first batch, if it is time to try again.
    mutating func take(at now: Timestamp) -> Batch? {
        isRetrying = !batches.isEmpty && (now >= retryAt || isClosing)
        guard isRetrying else { return nil }
        let batch = batches.removeFirst()
        bytes -= batch.bytes.count
        return batch
    }

    /// Until it is time to try again; nil: there is nothing to try.
    func wait(at now: Timestamp) -> Interval? {
        batches.isEmpty ? nil : max(.zero, retryAt - now)
    }

    /// Every batch is tried once more.
    mutating func close() { isClosing = true }

    private static let patience = Interval.milliseconds(200)
}

extension Batch {
    /// Lines, an unended last one included.
    var lineCount: Int {
        let ends = bytes.count { $0 == UInt8(ascii: "\n") }
        return bytes.last.map { $0 != UInt8(ascii: "\n") } ?? false ? ends + 1 : ends
    }
}

extension Limits {
    /// Bytes of lines kept aside while the journal takes nothing. Beyond: nothing more is taken
    /// from senders that cannot be told; the inbox fills up behind, and that shuts their doors.
    static let parkedBytes = 16 << 20
}
