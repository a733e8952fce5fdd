import Model
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import Inputs

/// Who is let in where there are too many, and who has to go.
@Suite struct DoorsTests {
    private let clock = Clock()

    /// A clock that stands still until it is told to go on.
    private final class Clock: Sendable {
        private let seconds = Mutex(Int64(1_000))

        var now: NIODeadline { .uptimeNanoseconds(UInt64(seconds.withLock { $0 } * 1_000_000_000)) }

        func goOn(by seconds: Int64) { self.seconds.withLock { $0 += seconds } }
    }

    private func doors(_ limit: Int) -> Doors { Doors(limit: limit) { [clock] in clock.now } }

    private func channel(_ peer: String) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        channel.remoteAddress = try SocketAddress(ipAddress: peer, port: 1)
        return channel
    }

    /// `in`, `in for PEER`, or `out`; and the place, if there is one.
    private func come(_ peer: String, to doors: Doors) throws -> (word: String, guest: Guest?) {
        switch doors.admit(try channel(peer)) {
        case .place(let guest): ("in", guest)
        case .placeOf(let other, let guest): ("in for \(other.peer)", guest)
        case .none: ("out", nil)
        }
    }

    @Test func aFloodClosesItsOwn() throws {
        let doors = doors(4)
        #expect(try come("10.0.0.1", to: doors).word == "in")
        for _ in 0..<3 { #expect(try come("10.0.0.2", to: doors).word == "in") }
        #expect(try come("10.0.0.2", to: doors).word == "out", "nobody has had time yet")
        #expect(try come("10.0.0.1", to: doors).word == "in for 10.0.0.2")
        let word = try come("10.0.0.3", to: doors).word
        #expect(word.hasPrefix("in for 10.0.0."), "for one of those who have two")
    }

    @Test func whoBroughtNothingGoesFirst() throws {
        let doors = doors(3)
        let useful = try come("10.0.0.1", to: doors).guest
        let idle = try come("10.0.0.1", to: doors).guest
        clock.goOn(by: 1)
        _ = try come("10.0.0.1", to: doors)
        doors.brought(try #require(useful))
        #expect(try come("10.0.0.1", to: doors).word == "out")
        clock.goOn(by: Limits.welcome.nanoseconds / 1_000_000_000)
        #expect(try come("10.0.0.1", to: doors).word == "in for 10.0.0.1")
        #expect(idle?.hasLostPlace == true, "the oldest of those that brought nothing")
        #expect(useful?.hasLostPlace == false)
    }

    @Test func whoIsSilentForLongGoesIfThereIsNoOther() throws {
        let doors = doors(1)
        let useful = try #require(try come("10.0.0.1", to: doors).guest)
        doors.brought(useful)
        clock.goOn(by: 59)
        #expect(try come("10.0.0.1", to: doors).word == "out")
        doors.brought(useful)
        clock.goOn(by: 59)
        #expect(try come("10.0.0.1", to: doors).word == "out")
        clock.goOn(by: 1)
        #expect(try come("10.0.0.1", to: doors).word == "in for 10.0.0.1")
    }

    @Test func whoLeavesMakesRoom() throws {
        let doors = doors(1)
        let first = try #require(try come("10.0.0.1", to: doors).guest)
        doors.left(first)
        doors.left(first)
        #expect(try come("10.0.0.1", to: doors).word == "in")
        #expect(try come("10.0.0.1", to: doors).word == "out")
    }

    @Test func nobodyIsLetInOnceAllAreClosed() throws {
        let doors = doors(10)
        let channel = try channel("10.0.0.1")
        guard case .place = doors.admit(channel) else { return #expect(Bool(false)) }
        doors.closeAll()
        #expect(!channel.isActive)
        #expect(try come("10.0.0.1", to: doors).word == "out")
    }
}
