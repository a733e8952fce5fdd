import Foundation
import Inputs
import Model
import PluginKit
import Testing

@testable import Daemon

/// Datagrams: each is whole lines, and none may spoil its neighbours.
@Suite(.timeLimit(.minutes(1))) struct UDPInputTests {
    @Test func datagramsOfEveryShape() async throws {
        let house = House()
        try await house.with(UDPInput(), at: "127.0.0.1:0") { address in
            try await offPool {
                let sender = try address.connect(SOCK_DGRAM)
                try sender.send("a v=1")
                try sender.send("a v=2\na v=3\n")
                try sender.send("a t=\"open")
                try sender.send("b v=\"4\"\n")
                try sender.send(Array("c t=\"".utf8) + [UInt8](repeating: 0x78, count: 60_000))
            }
            #expect(await house.engine.hasSeen(lines: 6))
            #expect(house.engine.text.hasPrefix("a v=1\na v=2\na v=3\na t=\"open\nb v=\"4\"\nc t="))
            let open = house.engine.batches.first {
                String(decoding: $0.bytes, as: UTF8.self).contains("open")
            }
            #expect(open?.bytes.count == 10, "an open text is not put before another's lines")
        }
    }

    @Test func whatFindsNoRoomIsCounted() async throws {
        var capacity = Inbox.Capacity()
        capacity.bytes = 100
        let (doors, opened) = AsyncStream.makeStream(of: String.self)
        let inbox = Inbox(capacity: capacity) { opened.yield($1) }
        let running = Task { try await UDPInput().run(at: "127.0.0.1:0", into: inbox) }
        var names = doors.makeAsyncIterator()
        let sender = try Address(await names.next() ?? "").connect(SOCK_DGRAM)
        try sender.send(String(repeating: "a v=1\n", count: 20))
        #expect(await eventually { inbox.isFull(for: .udp) })
        for _ in 0..<190 { try sender.send("a v=1\na v=2\n") }
        let taken = { inbox.depth.bytes / 6 + (inbox.depth.losses.first?.points ?? 0) }
        #expect(await eventually { taken() == 400 })
        #expect(inbox.depth.losses.first?.loss.reason == "inbox full")
        running.cancel()
        try await running.value
    }
}
