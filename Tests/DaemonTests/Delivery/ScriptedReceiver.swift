import Foundation
import Glibc
import Locks

/// A receiver on this machine that does what the path asks: answers well or badly, late, endlessly
/// or not at all.
///
/// A thread a connection; plain sockets, since much of what it does no HTTP library would.
final class ScriptedReceiver: Sendable {
    struct Request: Sendable {
        var method: String
        var path: String
        /// By lower-case name.
        var headers: [String: String]
        var body: String
    }

    private struct Seen {
        var requests: [Request] = []
        var connections = 0
        var atOnce = 0
        var mostAtOnce = 0
    }

    private let listener: LoopbackListener
    private let seen = Monitor(Seen())

    init() {
        listener = LoopbackListener()
        listener.serve { [weak self] in self?.serve($0) }
    }

    var port: Int { listener.port }

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    var requests: [Request] { seen.withLock { $0.requests } }
    var connections: Int { seen.withLock { $0.connections } }
    var mostAtOnce: Int { seen.withLock { $0.mostAtOnce } }

    private func serve(_ descriptor: Int32) {
        let connection = Connection(descriptor)
        seen.withLock { $0.connections += 1 }
        while let request = connection.request() {
            seen.withLock {
                $0.requests.append(request)
                $0.atOnce += 1
                $0.mostAtOnce = max($0.mostAtOnce, $0.atOnce)
            }
            // Whoever has the answer may send the next request before we are back here.
            var isBusy = true
            let rest = {
                if isBusy { self.seen.withLock { $0.atOnce -= 1 } }
                isBusy = false
            }
            connection.willAnswer = rest
            let goOn = connection.answer(request)
            rest()
            guard goOn else { break }
        }
    }
}

/// One connection, read and written by one thread.
private final class Connection {
    private let descriptor: Int32
    private var unread: [UInt8] = []
    /// Called just before a whole answer is sent.
    var willAnswer: () -> Void = {}

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// False: the connection is over.
    func answer(_ request: ScriptedReceiver.Request) -> Bool {
        switch request.path.split(separator: "?")[0] {
        case "/gone/id-7": return write(status: "404 Not Found", "Unknown Message")
        case "/ok", "/ok/id-7": return write(status: "200 OK", "ok")
        case "/no-content": return write("HTTP/1.1 204 No Content\r\n\r\n")
        case "/bad": return write(status: "400 Bad Request", "invalid_payload")
        case "/teams": return write(status: "200 OK", "failed with\n 429")
        case "/slow-down":
            return write(status: "429 Too Many Requests", "wait", more: "Retry-After: 7\r\n")
        case "/slow-down-until":
            let date = Self.date(.now + 90)
            return write(status: "429 Too Many Requests", "wait", more: "Retry-After: \(date)\r\n")
        case "/broken": return write(status: "500 Internal Server Error", "oops")
        case "/redirect":
            return write(status: "302 Found", "", more: "Location: /ok\r\n")
        case "/echo/T0KEN/of/mine":
            return write(status: "400 Bad Request", "cannot POST \(request.path)\u{7}\r\n at all")
        case "/slow":
            usleep(200_000)
            return write(status: "200 OK", "ok")
        case "/hang": return hang()
        case "/drip-status": return drip("HTTP/1.1 200 O\(String(repeating: "h", count: 200))\r\n")
        case "/drip-body":
            return write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                && drip(String(repeating: "x", count: 100_000))
        case "/huge":
            return write("HTTP/1.1 200 OK\r\n\r\n") && endlessly("xxxxxxx\n")
        case "/endless-headers":
            return write("HTTP/1.1 500 Oops\r\n") && endlessly("X-More: of the same\r\n")
        default: return false  // `/close` among them
        }
    }

    private func hang() -> Bool {
        var byte: UInt8 = 0
        _ = read(descriptor, &byte, 1)
        return false
    }

    private func drip(_ text: String) -> Bool {
        for byte in text.utf8 {
            guard write(String(UnicodeScalar(byte))) else { return false }
            usleep(100_000)
        }
        return true
    }

    private func endlessly(_ text: String) -> Bool {
        let piece = String(repeating: text, count: 1_000)
        while write(piece) {}
        return false
    }

    private func write(status: String, _ body: String, more: String = "") -> Bool {
        willAnswer()
        return write(
            "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(more)\r\n\(body)")
    }

    private func write(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// An HTTP date.
    ///
    /// - Source: RFC 9110, 5.6.7.
    private static func date(_ date: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.string(from: date)
    }
}

extension Connection {
    /// The next request; nil when the other side has gone.
    func request() -> ScriptedReceiver.Request? {
        guard let head = head() else { return nil }
        let lines = head.split(separator: "\r\n")
        let path = lines[0].split(separator: " ")[1]
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] =
                parts.count > 1
                ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        let length = headers["content-length"].flatMap(Int.init) ?? 0
        while unread.count < length { guard more() else { return nil } }
        defer { unread.removeFirst(length) }
        return ScriptedReceiver.Request(
            method: String(lines[0].split(separator: " ")[0]), path: String(path), headers: headers,
            body: String(decoding: unread.prefix(length), as: UTF8.self))
    }

    private func head() -> String? {
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let range = unread.firstRange(of: end) {
                defer { unread.removeSubrange(..<range.upperBound) }
                return String(decoding: unread[..<range.lowerBound], as: UTF8.self)
            }
            guard more() else { return nil }
        }
    }

    private func more() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return false }
        unread += buffer[..<count]
        return true
    }
}
