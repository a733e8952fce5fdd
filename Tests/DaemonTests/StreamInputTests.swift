import Foundation
import Inputs
import Model
import PluginKit
import Testing

@testable import Daemon

/// Lines over TCP and unix sockets, from senders of every temper.
@Suite(.timeLimit(.minutes(1))) struct StreamInputTests {
    /// Runs the visit once over TCP and once over a unix socket.
    private func overBoth(
        capacity: Inbox.Capacity = Inbox.Capacity(),
        _ visit: (House, Address) async throws -> Void
    ) async throws {
        let path = NSTemporaryDirectory() + "vigie-\(UInt32.random(in: 0 ... .max)).sock"
        let doors: [(any Input, String)] = [(TCPInput(), "127.0.0.1:0"), (UnixInput(), path)]
        for (input, address) in doors {
            let house = House(capacity: capacity)
            try await house.with(input, at: address) {
                try await visit(house, $0)
            }
        }
        #expect(!FileManager.default.fileExists(atPath: path), "the socket file is removed")
    }

    @Test func linesArriveWholeHoweverTheyAreTorn() async throws {
        let text = "orders,shop=lille value=12 1\n# note\norders text=\"a\nb\" 2\n"
        try await overBoth { house, address in
            try await offPool {
                let sender = try address.connect()
                for byte in text.utf8 {
                    try sender.send([byte])
                    usleep(200)
                }
                sender.close()
            }
            #expect(await eventually { house.engine.text == text })
            for batch in house.engine.batches {
                let piece = String(decoding: batch.bytes, as: UTF8.self)
                #expect(["1\n", "note\n", "2\n"].contains { piece.hasSuffix($0) })
            }
        }
    }

    @Test func theLastLineNeedsNoEndIfTheConnectionHasOne() async throws {
        try await overBoth { house, address in
            try await offPool {
                let sender = try address.connect()
                try sender.send("a v=1\na v=2")
                sender.close()
            }
            #expect(await eventually { house.engine.text == "a v=1\na v=2" })
        }
    }

    @Test func halfALineOfABrokenConnectionIsLostAndCounted() async throws {
        let house = House()
        try await house.with(TCPInput(), at: "127.0.0.1:0") { address in
            try await offPool {
                let sender = try address.connect()
                try sender.send("a v=1\na v=2")
                usleep(100_000)
                sender.reset()
            }
            #expect(await eventually { !house.inbox.depth.losses.isEmpty })
            #expect(house.engine.text == "a v=1\n")
            #expect(house.inbox.depth.losses.first?.loss.reason == "connection broke")
        }
    }

    @Test func aLineWithoutEndCostsOneLine() async throws {
        try await overBoth { house, address in
            try await offPool {
                let sender = try address.connect()
                let piece = [UInt8](repeating: 0x78, count: 1 << 20)
                for _ in 0..<20 { try sender.send(piece) }
                try sender.send("\na v=1\n")
                sender.close()
            }
            #expect(await house.engine.hasSeen(lines: 2))
            #expect(house.engine.bytes.count < Limits.lineBytes + 2 * Limits.receiveBytes)
            #expect(house.engine.text.hasSuffix("a v=1\n"))
        }
    }

    @Test func noiseIsHandedOnAndHurtsNobody() async throws {
        try await overBoth { house, address in
            try await offPool {
                var random = SplitMix64(seed: 7)
                let sender = try address.connect()
                for _ in 0..<64 {
                    try sender.send(
                        (0..<4_096).map { _ in UInt8.random(in: 0...255, using: &random) })
                }
                sender.close()
                let other = try address.connect()
                try other.send("a v=1\n")
                other.close()
            }
            #expect(await eventually { house.engine.text.contains("a v=1\n") })
        }
    }

    @Test func aFullInboxStopsTheReadingAndLosesNothing() async throws {
        var capacity = Inbox.Capacity()
        capacity.bytes = 1 << 20
        let (doors, opened) = AsyncStream.makeStream(of: String.self)
        let inbox = Inbox(capacity: capacity) { opened.yield($1) }
        let running = Task { try await TCPInput().run(at: "127.0.0.1:0", into: inbox) }
        var names = doors.makeAsyncIterator()
        let address = Address(await names.next() ?? "")

        // Nobody drains: the sender is stopped long before it has sent all.
        let block = Array(String(repeating: "a v=1\n", count: 10_000).utf8)
        let sender = try address.connect()
        var sent = 0
        for _ in 0..<200 {
            // Where a line was sent in part, the next block begins with its rest.
            sent += sender.sendNow(Array(block[(sent % 6)...]))
            usleep(2_000)
        }
        #expect(sent < 10 << 20)
        #expect(inbox.depth.bytes <= capacity.bytes)

        let engine = FakeEngine(draining: inbox, Tickets())
        let whole = sent - sent % 6
        #expect(await eventually { engine.bytes.count >= whole })
        sender.close()
        #expect(await eventually { engine.bytes.count == sent })
        running.cancel()
        try await running.value
        inbox.close()
        #expect(inbox.depth.losses.isEmpty)
    }

    @Test func twoHundredConnectionsAtOnce() async throws {
        try await overBoth { house, address in
            try await offPool {
                let senders = try (0..<200).map { _ in try address.connect() }
                for round in 0..<5 {
                    for sender in senders { try sender.send("a v=\(round)\n") }
                }
                for sender in senders { sender.close() }
            }
            #expect(await house.engine.hasSeen(lines: 1_000))
            #expect(house.engine.lines == 1_000)
        }
    }

    @Test func oneConnectionTooManyIsClosedAtOnce() async throws {
        let house = House()
        try await house.with(TCPInput(), at: "127.0.0.1:0") { address in
            try await offPool {
                // Each brings a line: who brings nothing may lose its place after five seconds, and
                // a busy machine takes longer for a thousand connections.
                let senders = try (0..<Limits.connections).map { _ in
                    let sender = try address.connect()
                    try sender.send("a v=1\n")
                    return sender
                }
                for _ in 0..<6_000 where house.engine.lines < Limits.connections { usleep(10_000) }
                let late = try address.connect()
                #expect(late.receiveAll().isEmpty)
                try senders[0].send("a v=2\n")
            }
            #expect(await house.engine.hasSeen(lines: Limits.connections + 1))
        }
    }

    @Test func stoppingHandsOverWhatWasReadAndForgetsHalfALine() async throws {
        let house = House()
        try await house.with(TCPInput(), at: "127.0.0.1:0") { address in
            let sender = try address.connect()
            try sender.send("a v=1\na v=")
            #expect(await house.engine.hasSeen(lines: 1))
            withExtendedLifetime(sender) {}
        }
        #expect(house.engine.text == "a v=1\n")
    }
}
