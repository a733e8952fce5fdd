import Foundation
import Inputs
import Model
import PluginKit
import Testing

@testable import Daemon

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
        try await house.with(UnixInput(), at: path) { address in
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o660)
            try await offPool { try address.connect().send("a v=1\n") }
            #expect(await house.engine.hasSeen(lines: 1))
        }
    }

    @Test func aLivingOneIsLeftAlone() async throws {
        let house = House()
        try await house.with(UnixInput(), at: path) { address in
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
        let long = "/run/" + String(repeating: "x", count: 120)
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
