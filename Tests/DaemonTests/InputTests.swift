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
            try await house.with({ try await input.run(at: address, into: house.inbox) }) {
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
                for byte in text.utf8 { try sender.send([byte]); usleep(200) }
                sender.close()
            }
            #expect(await eventually { house.engine.text == text })
            for batch in house.engine.batches {
                let piece = String(decoding: batch.bytes, as: UTF8.self)
                #expect(piece.hasSuffix("1\n") || piece.hasSuffix("note\n") || piece.hasSuffix("2\n"))
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
        try await house.with({ try await TCPInput().run(at: "127.0.0.1:0", into: house.inbox) }) {
            address in
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
                    try sender.send((0..<4_096).map { _ in UInt8.random(in: 0...255, using: &random) })
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
            // A block that is sent in part goes on where it stopped.
            sent += sender.sendNow(Array((block + block)[(sent % block.count)...].prefix(block.count)))
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
        try await house.with({ try await TCPInput().run(at: "127.0.0.1:0", into: house.inbox) }) {
            address in
            try await offPool {
                let senders = try (0..<Limits.connections).map { _ in try address.connect() }
                usleep(200_000)
                let late = try address.connect()
                #expect(late.receiveAll().isEmpty)
                try senders[0].send("a v=1\n")
            }
            #expect(await house.engine.hasSeen(lines: 1))
        }
    }

    @Test func stoppingHandsOverWhatWasReadAndForgetsHalfALine() async throws {
        let house = House()
        try await house.with({ try await TCPInput().run(at: "127.0.0.1:0", into: house.inbox) }) {
            address in
            let sender = try address.connect()
            try sender.send("a v=1\na v=")
            #expect(await house.engine.hasSeen(lines: 1))
            withExtendedLifetime(sender) {}
        }
        #expect(house.engine.text == "a v=1\n")
    }
}

/// Doors that do not open say why.
@Suite(.timeLimit(.minutes(1))) struct ListenErrorTests {
    private func refusal(_ input: any Input, _ address: String) async -> String {
        do {
            let inbox = Inbox()
            try await input.run(at: address, into: inbox)
            return "it opened"
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [any Input](arrayLiteral: TCPInput(), UDPInput()))
    func addressesThatCannotBe(_ input: any Input) async {
        let cases = [
            ("8094", "the address needs a port, as in 127.0.0.1:8094"),
            ("127.0.0.1:", "what follows the last colon is not a port, 0 to 65535"),
            ("127.0.0.1:70000", "what follows the last colon is not a port, 0 to 65535"),
            ("::1:8094", "an IPv6 address goes in brackets, as in [::1]:8094"),
            ("192.0.2.1:8094", "cannot assign requested address"),
            ("no.such.host.invalid:1", "unknown host no.such.host.invalid"),
        ]
        for (address, reason) in cases {
            let said = await refusal(input, address)
            #expect(said == "cannot listen on \(address): \(reason)")
        }
    }

    @Test(arguments: [any Input](arrayLiteral: TCPInput(), UDPInput()))
    func anAddressInUse(_ input: any Input) async throws {
        let house = House()
        try await house.with({ try await input.run(at: "127.0.0.1:0", into: house.inbox) }) {
            let said = await refusal(input, $0.text)
            #expect(said == "cannot listen on \($0.text): address already in use")
        }
    }

    @Test func theHTTPFaceSaysItTheSameWay() async throws {
        let house = House()
        try await house.withFace { address in
            let other = House()
            let face = HTTPFace(
                address: address.text, inbox: other.inbox, tickets: other.tickets,
                board: other.board, version: "0", logger: .init(label: "test"), ready: { true })
            do {
                try await face.run()
                Issue.record("it opened")
            } catch {
                #expect("\(error)" == "cannot listen on \(address.text): address already in use")
            }
            other.inbox.close()
        }
    }

    @Test func addressesOfEveryForm() throws {
        #expect(try HostPort(":8094") == HostPort("0.0.0.0:8094"))
        #expect(try HostPort("[::1]:8094").host == "::1")
        #expect(try HostPort("localhost:1").port == 1)
    }
}

/// What may stand where a unix socket should be.
@Suite(.timeLimit(.minutes(1))) struct UnixInputTests {
    private let path = NSTemporaryDirectory() + "vigie-\(UInt32.random(in: 0 ... .max)).sock"

    @Test func theSocketOfADeadProcessIsReplaced() async throws {
        let dead = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                #expect(bind(dead, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0)
            }
        }
        close(dead)
        let house = House()
        try await house.with({ [path] in
            try await UnixInput().run(at: path, into: house.inbox)
        }) { address in
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o660)
            try await offPool { try address.connect().send("a v=1\n") }
            #expect(await house.engine.hasSeen(lines: 1))
        }
    }

    @Test func aLivingOneIsLeftAlone() async throws {
        let house = House()
        try await house.with({ [path] in
            try await UnixInput().run(at: path, into: house.inbox)
        }) { address in
            await #expect(throws: ListenError(path, "address already in use")) {
                try await UnixInput().run(at: path, into: Inbox())
            }
            try await offPool { try address.connect().send("a v=1\n") }
            #expect(await house.engine.hasSeen(lines: 1))
        }
    }

    @Test func aFileIsLeftAlone() async throws {
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        defer { try? FileManager.default.removeItem(atPath: path) }
        await #expect(throws: ListenError(path, "there is something else than a socket")) {
            try await UnixInput().run(at: path, into: Inbox())
        }
    }

    @Test func aPathMayBeTooLongOrLeadNowhere() async {
        let long = "/tmp/" + String(repeating: "x", count: 120)
        await #expect(
            throws: ListenError(long, "the path is longer than a socket's may be (107 bytes)")
        ) {
            try await UnixInput().run(at: long, into: Inbox())
        }
        await #expect(throws: ListenError("/no/where.sock", "no such file or directory")) {
            try await UnixInput().run(at: "/no/where.sock", into: Inbox())
        }
    }
}

/// Datagrams: each is whole lines, and none may spoil its neighbours.
@Suite(.timeLimit(.minutes(1))) struct UDPInputTests {
    @Test func datagramsOfEveryShape() async throws {
        let house = House()
        try await house.with({ try await UDPInput().run(at: "127.0.0.1:0", into: house.inbox) }) {
            address in
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
        #expect(await eventually { inbox.isFull })
        for _ in 0..<190 { try sender.send("a v=1\na v=2\n") }
        let taken = { inbox.depth.bytes / 6 + (inbox.depth.losses.first?.points ?? 0) }
        #expect(await eventually { taken() == 400 })
        #expect(inbox.depth.losses.first?.loss.reason == "inbox full")
        running.cancel()
        try await running.value
    }
}
