import NIOCore
import Synchronization

/// The open channels of one input: so that there are not too many, and that all can be closed at
/// once.
///
/// A class: the accepting loop, the connections and the canceller share it.
final class Doors: Sendable {
    private struct Open {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var isClosing = false
    }

    private let limit: Int
    private let open = Mutex(Open())

    init(limit: Int) { self.limit = limit }

    /// False if there are too many already, or if all are being closed: then this one should be
    /// closed too.
    func admit(_ channel: any Channel) -> Bool {
        open.withLock { open in
            guard !open.isClosing, open.channels.count < limit else { return false }
            open.channels[ObjectIdentifier(channel)] = channel
            return true
        }
    }

    func left(_ channel: any Channel) {
        _ = open.withLock { $0.channels.removeValue(forKey: ObjectIdentifier(channel)) }
    }

    /// Closes all for good. Whoever reads from one of them still gets what was read before.
    func closeAll() {
        let channels = open.withLock { open in
            open.isClosing = true
            return Array(open.channels.values)
        }
        for channel in channels { channel.close(promise: nil) }
    }

    var isClosing: Bool { open.withLock { $0.isClosing } }
}
