public import Core
public import Model

/// All that is outside: where events come from and where effects go. The daemon has a real one, the
/// simulator a seeded one.
public protocol World {
    associatedtype Storage: Disk

    var disk: Storage { get set }

    /// Waits for the next event, or makes it up from a seed; nil when there will be none.
    ///
    /// `due` is when the engine next has something to do: a `.tick` should come then at the latest.
    mutating func next(due: Timestamp?) -> Event?

    /// The clock.
    func now() -> Timestamp

    mutating func carry(_ effect: Effect)

    /// A batch was not taken: the journal could not be written. The sender has to keep it, if it
    /// can.
    mutating func turnedAway(_ ticket: UInt64?, _ batch: Batch, because error: DiskError)

    /// Something that an operator should read in the log.
    mutating func say(_ remark: HostRemark)
}

/// A folder of files, as little of one as the journal and the checkpoints need.
public protocol Disk {
    /// Names in the folder, sorted.
    mutating func list() throws(DiskError) -> [String]
    mutating func read(_ name: String) throws(DiskError) -> [UInt8]
    /// Adds the pieces at the end of the file as one write, making the file if there is none. Not
    /// yet synced.
    mutating func append(_ pieces: [UnsafeRawBufferPointer], to name: String) throws(DiskError)
    mutating func truncate(_ name: String, to size: Int) throws(DiskError)
    /// Begins to bring what was appended to stable storage; returns once it is there if `wait`.
    mutating func sync(_ name: String, wait: Bool) throws(DiskError)
    /// Writes the whole file aside, syncs it, renames it over the old one and syncs the folder: all
    /// or nothing.
    mutating func replace(_ name: String, with bytes: [UInt8]) throws(DiskError)
    /// Begins to do the same with what is made piece by piece, and then to remove what that makes
    /// needless, while the caller goes on: large files take long, to be removed too. One at a time:
    /// the outcome of the one before has been asked for.
    mutating func beginReplacing(
        _ name: String, with contents: some FileContents, dropping old: [String])
    /// What became of it, told once: what could not be removed, or why it was not written; nil: it
    /// is still under way, which it cannot be if `wait`.
    mutating func replacementOutcome(wait: Bool) -> Result<[DiskError], DiskError>?
    mutating func remove(_ name: String) throws(DiskError)
}

/// A file that is made piece by piece, on whatever thread writes it.
public protocol FileContents: Sendable {
    func write(to sink: (UnsafeRawBufferPointer) throws(DiskError) -> Void) throws(DiskError)
}

extension [UInt8]: FileContents {
    public func write(to sink: (UnsafeRawBufferPointer) throws(DiskError) -> Void)
        throws(DiskError)
    {
        try span.bytes.withUnsafeBytes { (bytes) throws(DiskError) in try sink(bytes) }
    }
}

public struct DiskError: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Kind: Equatable, Sendable { case noSpace, missing, other }
    public var kind: Kind
    /// What was tried on what, and what the system said.
    public var reason: String

    public init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }

    public var description: String { reason }
}

public enum HostRemark: Equatable, Sendable {
    /// From which checkpoint (empty: none), how many events of the journal after it, and the number
    /// after the last of them.
    case restored(checkpoint: String, events: Int, next: UInt64)
    case damaged(file: String, reason: String, lostBytes: Int)
    case journalStopped(reason: String)
    case journalResumed
    case checkpointFailed(reason: String)
}
