import Glibc
import Host
import Locks
import Logging
import Model

/// One thing that somebody asked for, and what came of it.
struct AuditEntry: Sendable {
    var at: Timestamp
    var caller: Caller
    /// Who they say they are, where they do.
    var by: String
    /// `acknowledge`, `silence`, `expire`, `alerts`.
    var action: String
    /// An incident, a silence or a number of alerts.
    var target: String
    /// What was asked for, in a word or a few.
    var detail: String
    /// `done`, or why not.
    var outcome: String

    /// A line of JSON.
    var line: String {
        let pairs: JSON = [
            "at": .text("\(at)"), "token": .text(caller.name), "peer": .text(caller.peer),
            "by": .text(by), "action": .text(action), "target": .text(target),
            "detail": .text(detail), "outcome": .text(outcome),
        ]
        return pairs.line
    }
}

/// Every order that was given over HTTP, a line of JSON each: in a file of its own, or in the log.
///
/// The file is opened for each line, so that it may be moved away at any time. Where it cannot be
/// written the log says so, once, and takes the lines: an order is not refused for it.
///
/// A class: all requests share it.
final class AuditLog: Sendable {
    private let desk: FrontDesk
    private let logger: Logger
    private let isFailing = Monitor(false)

    init(_ desk: FrontDesk, _ logger: Logger) {
        self.desk = desk
        self.logger = logger
    }

    func write(_ entry: AuditEntry) {
        guard let path = desk.terms.audit else { return logger.notice("audit: \(entry.line)") }
        isFailing.withLock { isFailing in
            do throws(DiskError) {
                let file = try FileDescriptor(
                    path, O_WRONLY | O_APPEND | O_CREAT, "open the audit log \(path)")
                try file.write(Array((entry.line + "\n").utf8), "write the audit log \(path)")
                if isFailing { logger.notice("the audit log can be written again") }
                isFailing = false
            } catch {
                if !isFailing { logger.error("\(error.reason); its lines come here") }
                isFailing = true
                logger.notice("audit: \(entry.line)")
            }
        }
    }
}
