import Model
package import NIOCore
import Synchronization

/// The open connections of one door: not too many of them, and no peer with so many that there is
/// no place for another.
///
/// At the limit a newcomer takes the place of another connection, if it may:
///
/// 1. It is one of the peer that has most, the newcomer counted: a flood closes its own.
/// 2. Of those it is one that never brought anything whole, the oldest first; else the one whose
///    last whole line or request is longest ago.
/// 3. A peer's own newcomer takes a place only where nothing whole was brought for
///    `Limits.welcome` since it came, or for `Limits.silence` since the last time.
///
/// Otherwise the newcomer is closed. A class: the accepting loop and the connections share it.
package final class Doors: Sendable {
    fileprivate struct Open {
        var guests: [ObjectIdentifier: Guest] = [:]
        var countOfPeer: [String: Int] = [:]
        var isClosing = false
    }

    private let limit: Int
    private let now: @Sendable () -> NIODeadline
    private let open = Mutex(Open())

    package init(
        limit: Int = Limits.connections, now: @escaping @Sendable () -> NIODeadline = { .now() }
    ) {
        self.limit = limit
        self.now = now
    }

    /// What became of one who came.
    package enum Welcome {
        case place(Guest)
        /// It has a place, and another has lost it: that one should be closed.
        case placeOf(Guest, Guest)
        /// There are too many, or all are being closed: this one should be closed too.
        case none
    }

    package func admit(_ channel: any Channel) -> Welcome {
        let guest = Guest(channel, peer: channel.remoteAddress?.ipAddress ?? "", at: now())
        return open.withLock { open in
            guard !open.isClosing else { return .none }
            if open.guests.count < limit {
                open.add(guest)
                return .place(guest)
            }
            guard let other = open.leaver(for: guest, at: now()) else { return .none }
            open.remove(other)
            other.lostPlace()
            open.add(guest)
            return .placeOf(other, guest)
        }
    }

    /// It brought something whole: lines, or a request.
    package func brought(_ guest: Guest) { guest.brought(at: now()) }

    package func left(_ guest: Guest) { open.withLock { $0.remove(guest) } }

    /// Closes all for good. Whoever reads from one of them still gets what was read before.
    func closeAll() {
        let guests = open.withLock { open in
            open.isClosing = true
            return Array(open.guests.values)
        }
        for guest in guests { guest.channel.close(promise: nil) }
    }

    var isClosing: Bool { open.withLock { $0.isClosing } }
}

extension Doors.Open {
    fileprivate mutating func add(_ guest: Guest) {
        guests[guest.id] = guest
        countOfPeer[guest.peer, default: 0] += 1
    }

    fileprivate mutating func remove(_ guest: Guest) {
        guard guests.removeValue(forKey: guest.id) != nil else { return }
        let count = countOfPeer[guest.peer, default: 1] - 1
        countOfPeer[guest.peer] = count > 0 ? count : nil
    }

    /// Who loses the place that the newcomer takes.
    ///
    /// - Complexity: O(connections), and only at the limit.
    fileprivate func leaver(for newcomer: Guest, at now: NIODeadline) -> Guest? {
        let own = countOfPeer[newcomer.peer, default: 0] + 1
        let most = countOfPeer.max { $0.value < $1.value }
        let peer = most.flatMap { $0.value > own ? $0.key : nil } ?? newcomer.peer
        let worst = guests.values.lazy.filter { $0.peer == peer }
            .min { $0.isLessWelcome(than: $1) }
        guard let worst, peer != newcomer.peer || worst.isOverdue(at: now) else { return nil }
        return worst
    }
}

/// One connection that has a place. A class: its reader and the doors share it.
package final class Guest: Sendable {
    let channel: any Channel
    let peer: String
    private let broughtAt: Atomic<Int64>
    private let hasBrought = Atomic(false)
    private let isOut = Atomic(false)

    init(_ channel: any Channel, peer: String, at now: NIODeadline) {
        self.channel = channel
        self.peer = peer
        broughtAt = Atomic(Int64(now.uptimeNanoseconds))
    }

    var id: ObjectIdentifier { ObjectIdentifier(channel) }

    /// Whether its place was given to another.
    var hasLostPlace: Bool { isOut.load(ordering: .relaxed) }

    /// For whoever gave the place away.
    package func close() { channel.close(promise: nil) }

    fileprivate func lostPlace() { isOut.store(true, ordering: .relaxed) }

    fileprivate func brought(at now: NIODeadline) {
        broughtAt.store(Int64(now.uptimeNanoseconds), ordering: .relaxed)
        hasBrought.store(true, ordering: .relaxed)
    }

    fileprivate func isLessWelcome(than other: Guest) -> Bool {
        let (mine, others) = (
            hasBrought.load(ordering: .relaxed), other.hasBrought.load(ordering: .relaxed)
        )
        if mine != others { return !mine }
        return broughtAt.load(ordering: .relaxed) < other.broughtAt.load(ordering: .relaxed)
    }

    fileprivate func isOverdue(at now: NIODeadline) -> Bool {
        let patience = hasBrought.load(ordering: .relaxed) ? Limits.silence : Limits.welcome
        let waited = Int64(now.uptimeNanoseconds) - broughtAt.load(ordering: .relaxed)
        return waited >= patience.nanoseconds
    }
}
