public import Core
public import Model
import Synchronization

/// Where the engine's thread pins up how things stand, and everybody else reads it without
/// disturbing the engine.
public final class StatusBoard: Sendable {
    /// What the crank knows and the engine does not.
    public struct Figures: Equatable, Sendable {
        public var journalBytes = 0
        /// How long the last tick and the last checkpoint took.
        public var tickSeconds = 0.0
        public var checkpointSeconds = 0.0
        /// How long the engine stood still for it.
        public var checkpointHoldSeconds = 0.0
        public var rulesLoaded: Timestamp?
        /// Whether the journal takes what comes.
        public var isWriting = true
        public var damage = Damage()
        public var checkpointFailures = 0

        public init() {}
    }

    /// What was found wrong in the state folder at the start.
    public struct Damage: Equatable, Sendable {
        public var journals = 0
        public var checkpoints = 0
        /// Bytes of them that were not used.
        public var lostBytes = 0

        public init() {}

        mutating func add(_ file: String, lostBytes bytes: Int) {
            if file.hasPrefix("checkpoint") { checkpoints += 1 } else { journals += 1 }
            lostBytes += bytes
        }
    }

    private let latest = Mutex<(status: EngineStatus?, figures: Figures)>((nil, Figures()))

    public init() {}

    public func post(_ status: EngineStatus, _ figures: Figures) {
        latest.withLock { $0 = (status, figures) }
    }

    /// Nil until the engine has said something.
    public var status: EngineStatus? { latest.withLock { $0.status } }

    public var figures: Figures { latest.withLock { $0.figures } }
}
