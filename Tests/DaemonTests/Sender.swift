import Foundation
import Glibc

/// Where a door is open: `127.0.0.1:40001` or a path.
struct Address: Sendable {
    let text: String
    init(_ text: String) { self.text = text }

    var port: UInt16 { UInt16(text.split(separator: ":").last ?? "") ?? 0 }

    func connect(_ type: __socket_type = SOCK_STREAM) throws -> Sender {
        try text.hasPrefix("/") ? Sender(path: text) : Sender(port: port, type)
    }
}

struct Trouble: Error { var code: Int32 }

/// The other side: a blocking socket, as plain as a sender can be. To be used off the pool of the
/// tasks under test.
final class Sender: @unchecked Sendable {
    private let socket: Int32
    private var isOpen = true

    init(port: UInt16, _ type: __socket_type) throws {
        socket = Glibc.socket(AF_INET, Int32(type.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Trouble(code: errno) }
    }

    init(path: String) throws {
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw Trouble(code: errno) }
    }

    deinit { close() }

    /// A byte each ten milliseconds, a thousand at most; how many could be sent.
    func drip() -> Int {
        var sent = 0
        while sent < 1_000, (try? send("x")) != nil {
            sent += 1
            usleep(10_000)
        }
        return sent
    }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Trouble(code: errno) }
            sent += count
        }
    }

    /// Sends what fits without waiting; how much that was.
    func sendNow(_ bytes: [UInt8]) -> Int {
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        let sent = bytes.withUnsafeBytes { Glibc.send(socket, $0.baseAddress!, $0.count, flags) }
        return max(0, sent)
    }

    /// All that comes until the other side closes, or says nothing for ten seconds.
    func receiveAll() -> [UInt8] {
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var all: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(socket, &piece, piece.count, 0)
            guard count > 0 else { return all }
            all += piece[..<count]
        }
    }

    func finish() { shutdown(socket, Int32(SHUT_WR)) }

    func close() {
        if isOpen { Glibc.close(socket) }
        isOpen = false
    }

    /// Breaks the connection: the other side is told of an error, not of an end.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        close()
    }
}

/// Runs what blocks on a thread that no task needs.
func offPool<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws
    -> Result
{
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
    }
}

/// What came back over HTTP.
struct Answer {
    var status: Int
    var headers: [String: String]
    var body: String

    init(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.split(
            separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let lines = parts[0].split(separator: "\r\n")
        status = Int(lines.first?.split(separator: " ").dropFirst().first ?? "") ?? 0
        headers = Dictionary(
            lines.dropFirst().compactMap { line in
                guard let colon = line.firstIndex(of: ":") else { return nil }
                let value = line[line.index(after: colon)...].drop { $0 == " " }
                return (line[..<colon].lowercased(), String(value))
            }, uniquingKeysWith: { first, _ in first })
        body = parts.count > 1 ? String(parts[1]) : ""
    }
}

extension Address {
    func ask(
        _ method: String, _ path: String, _ body: [UInt8] = [], headers: [String] = []
    ) async throws -> Answer {
        var head = ["\(method) \(path) HTTP/1.1", "Connection: close"] + headers
        if !headers.contains(where: { $0.hasPrefix("Host:") }) { head.append("Host: localhost") }
        if method == "POST" { head.append("Content-Length: \(body.count)") }
        let request = Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
        return try await raw(request)
    }

    func post(_ path: String, _ body: String, headers: [String] = []) async throws -> Answer {
        try await ask("POST", path, Array(body.utf8), headers: headers)
    }

    /// These bytes, and what is answered to them.
    func raw(_ request: [UInt8]) async throws -> Answer {
        try await offPool {
            let sender = try self.connect()
            try sender.send(request)
            return Answer(sender.receiveAll())
        }
    }
}

/// As the command `gzip` packs it.
func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    let file = NSTemporaryDirectory() + "vigie-\(UInt64.random(in: 0 ... .max))"
    _ = FileManager.default.createFile(atPath: file, contents: Data(bytes))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", file]
    try process.run()
    process.waitUntilExit()
    defer { try? FileManager.default.removeItem(atPath: file + ".gz") }
    return Array(try Data(contentsOf: URL(fileURLWithPath: file + ".gz")))
}
