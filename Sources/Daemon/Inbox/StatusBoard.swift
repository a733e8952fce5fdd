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

        public init() {}
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
