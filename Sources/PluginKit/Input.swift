public import Model

/// A door by which lines come in. The only kind of plugin that touches the world.
public protocol Input: Sendable {
    static var manifest: Manifest { get }

    /// - Parameter lineBytes: of the longest line that is handed over whole.
    init(lineBytes: Int)

    /// Opens the door at an address of its own kind (`127.0.0.1:8094`, `/run/vigie/lines.sock`) and
    /// hands over what comes in until the task is cancelled; then closes it and returns once what
    /// was read is handed over.
    ///
    /// - Errors: what a person needs to know to mend it: the address and what the system said.
    func run(at address: String, into inlet: any Inlet) async throws
}

/// Where an input hands over what it read. Bounded: an input that may not go on must stop reading.
public protocol Inlet: Sendable {
    /// Says that the door is open, and where: the real port where the address asked for any.
    func opened(_ source: Source, at address: String)

    /// The clock by which arrivals are stamped.
    func now() -> Timestamp

    /// Takes the batch, or says that there is no room; then the input waits for `room` or, where
    /// the sender cannot be slowed, counts the loss with `lost`.
    func offer(_ batch: Batch) -> Bool

    /// Returns once it is worth offering again by this door; false if it never will be, for the
    /// inlet is closed.
    func room(for source: Source) async -> Bool

    /// Counts what had to be thrown away, by reason.
    func lost(points: Int, from source: Source, reason: String)

    /// Counts a connection that was closed because there were too many.
    func closedConnection(of source: Source, because reason: Crowding)
}

/// Which of too many connections was closed.
public enum Crowding: String, CaseIterable, Sendable {
    /// The one that had brought nothing for longest, of the peer that had most.
    case silent
    /// The newest, as all others were in use.
    case tooMany = "too many"
}
