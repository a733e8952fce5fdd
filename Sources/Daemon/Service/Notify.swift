import CHost
public import Foundation
import Glibc
import Locks
public import Model

/// Tells systemd how the service is. Says nothing where nobody listens: without `NOTIFY_SOCKET`.
///
/// - Source: sd_notify(3); a datagram of `NAME=VALUE` lines to a socket by path, or by name where
///   it begins with `@`.
public struct Notify: Sendable {
    private let socket: String?
    /// How long systemd waits for a `watchdog()` before it ends the service; nil: it does not
    /// watch. Call twice as often.
    public let watchdogTime: Interval?

    public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        socket = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
        let isMeant = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init) ?? 0
        let isSensible = (1...Interval.days(1).nanoseconds / 1_000).contains(microseconds)
        watchdogTime = isMeant && isSensible ? .microseconds(microseconds) : nil
    }

    public func ready(status: String) { send("READY=1\n\(line(status))") }

    /// The settings are read again; `ready` says when that is done.
    public func reloading() {
        send("RELOADING=1\nMONOTONIC_USEC=\(Timestamp.monotonic.nanoseconds / 1_000)")
    }

    public func stopping() { send("STOPPING=1") }

    /// A line for `systemctl status`.
    public func status(_ text: String) { send(line(text)) }

    /// A sign of life.
    public func watchdog() { send("WATCHDOG=1") }

    private func line(_ text: String) -> String {
        "STATUS=" + text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// A message that nobody takes is lost, as with systemd's own library.
    private func send(_ message: String) {
        guard let socket, var address = Self.address(socket) else { return }
        let descriptor = Glibc.socket(AF_UNIX, vigie_datagram_socket, 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        let length = socklen_t(start + socket.utf8.count)
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = sendto(
                    descriptor, message, message.utf8.count, Int32(MSG_NOSIGNAL), address, length)
            }
        }
    }

    private static func address(_ socket: String) -> sockaddr_un? {
        var address = sockaddr_un()
        var name = Array(socket.utf8)
        guard name.first == UInt8(ascii: "/") || name.first == UInt8(ascii: "@"),
            name.count < MemoryLayout.size(ofValue: address.sun_path)
        else { return nil }
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        return address
    }
}
