import Foundation
import Glibc
import Model
import Testing

@testable import Daemon

/// What systemd hears.
@Suite struct NotifyTests {
    @Test func bothKindsOfSocket() throws {
        let folder = try ScratchFolder()
        for name in [folder.path + "/notify", "@vigie-\(UUID().uuidString)"] {
            let listener = try NotifyListener(name)
            let notify = Notify(environment: ["NOTIFY_SOCKET": name])
            notify.ready(status: "watching 3 KPIs\nand more")
            #expect(listener.next() == "READY=1\nSTATUS=watching 3 KPIs and more")
            notify.status("at work")
            #expect(listener.next() == "STATUS=at work")
            notify.watchdog()
            #expect(listener.next() == "WATCHDOG=1")
            notify.stopping()
            #expect(listener.next() == "STOPPING=1")
        }
    }

    @Test func reloadingTellsTheTime() throws {
        let folder = try ScratchFolder()
        let listener = try NotifyListener(folder.path + "/notify")
        Notify(environment: ["NOTIFY_SOCKET": folder.path + "/notify"]).reloading()
        let message = listener.next()
        #expect(message.wholeMatch(of: /RELOADING=1\nMONOTONIC_USEC=[1-9]\d*/) != nil)
    }

    @Test(arguments: [
        nil, "", "relative", "/no/such/socket", "/" + String(repeating: "x", count: 200),
    ])
    func nobodyListens(_ socket: String?) {
        Notify(environment: socket.map { ["NOTIFY_SOCKET": $0] } ?? [:]).ready(status: "alone")
    }

    @Test func theWatchdog() {
        let time = { (environment: [String: String]) in
            Notify(environment: environment).watchdogTime
        }
        #expect(time([:]) == nil)
        #expect(time(["WATCHDOG_USEC": "30000000"]) == .seconds(30))
        #expect(time(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "\(getpid())"]) == .seconds(30))
        #expect(time(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"]) == nil)
        #expect(time(["WATCHDOG_USEC": "soon"]) == nil)
        #expect(time(["WATCHDOG_USEC": "0"]) == nil)
    }
}

/// The other end: a datagram socket by path, or by name where it begins with `@`.
private final class NotifyListener {
    private let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)

    init(_ name: String) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(name.utf8)
        if name.hasPrefix("@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        try #require(bound == 0)
    }

    deinit { close(descriptor) }

    func next() -> String {
        var buffer = [UInt8](repeating: 0, count: 1_024)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }
}
