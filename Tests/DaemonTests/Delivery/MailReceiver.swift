import Foundation
import Glibc
import Locks

/// A mail server on this machine that takes what comes, but for whom its script says otherwise: to
/// a line that begins so, it answers that.
///
/// A thread a connection.
final class MailReceiver: Sendable {
    private let listener = LoopbackListener()
    private let script: [String: String]
    private let seen = Monitor<[String]>([])

    init(_ script: [String: String] = [:]) {
        self.script = script
        listener.serve { [weak self] in self?.serve($0) }
    }

    var port: Int { listener.port }

    /// Every line that came, those of mails among them.
    var lines: [String] { seen.withLock { $0 } }

    private func serve(_ descriptor: Int32) {
        defer { close(descriptor) }
        var (unread, isMail, isLogin): ([UInt8], Bool, Bool) = ([], false, false)
        say("220 here", descriptor)
        while let line = line(&unread, descriptor) {
            seen.withLock { $0.append(line) }
            if isMail {
                guard line == "." else { continue }
                isMail = false
                say(script["."] ?? "250 taken", descriptor)
            } else if isLogin {
                isLogin = false
                say("235 it is you", descriptor)
            } else if line == "QUIT" {
                return say("221 bye", descriptor)
            } else if let answer = script.first(where: { line.hasPrefix($0.key) })?.value {
                say(answer, descriptor)
            } else if line.hasPrefix("EHLO") {
                say("250-here\r\n250 AUTH PLAIN", descriptor)
            } else if line.hasPrefix("AUTH") {
                isLogin = true
                say("334 ", descriptor)
            } else if line == "DATA" {
                isMail = true
                say("354 go on", descriptor)
            } else {
                say("250 fine", descriptor)
            }
        }
    }

    private func say(_ text: String, _ descriptor: Int32) {
        let bytes = Array((text + "\r\n").utf8)
        _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    private func line(_ unread: inout [UInt8], _ descriptor: Int32) -> String? {
        while true {
            if let end = unread.firstIndex(of: 10) {
                defer { unread.removeSubrange(...end) }
                return String(decoding: unread[..<end], as: UTF8.self)
                    .trimmingCharacters(in: CharacterSet(charactersIn: "\r"))
            }
            var buffer = [UInt8](repeating: 0, count: 4_096)
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return nil }
            unread += buffer[..<count]
        }
    }
}
