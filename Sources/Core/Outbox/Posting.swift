import Model
import PluginKit

/// One message for one contact, from the decision to tell until it is delivered or given up.
struct Posting: Equatable {
    var id: String
    var notification: Notification
    var queuedAt: Timestamp
    /// Tries begun.
    var attempts: Int32 = 0
    /// Not before.
    var due: Timestamp
    var isUnderWay = false
    /// The last answer that was not a success.
    var reason = ""

    /// Whether no message about its incident follows.
    var isLast: Bool { [.resolved, .occurred, .announced].contains(notification.kind) }

    init(id: String, _ notification: Notification, at now: Timestamp) {
        self.id = id
        self.notification = notification
        queuedAt = now
        due = now
    }
}

extension Posting: Savable {
    func save(to writer: inout ByteWriter) {
        writer.write(id)
        writer.write(notification)
        writer.write(queuedAt)
        writer.write(attempts)
        writer.write(due)
        writer.write(isUnderWay)
        writer.write(reason)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        id = try reader.text()
        notification = try reader.value()
        queuedAt = try reader.timestamp()
        attempts = try reader.ordinal()
        due = try reader.timestamp()
        isUnderWay = try reader.bool()
        reason = try reader.text()
    }
}

/// A message that will not be tried again, kept for people to look at.
struct Finished: Equatable, Savable {
    var id: String
    var incident: String
    var attempts: Int32
    var at: Timestamp
    var end: End
    var reason: String

    enum End: UInt8, CaseIterable { case delivered, refused, expired }

    init(_ posting: Posting, _ end: End, at now: Timestamp, because reason: String) {
        id = posting.id
        incident = posting.notification.incident
        attempts = posting.attempts
        at = now
        self.end = end
        self.reason = reason
    }

    func save(to writer: inout ByteWriter) {
        writer.write(id)
        writer.write(incident)
        writer.write(attempts)
        writer.write(at)
        writer.write(end.rawValue)
        writer.write(reason)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        id = try reader.text()
        incident = try reader.text()
        attempts = try reader.ordinal()
        at = try reader.timestamp()
        guard let end = End(rawValue: try reader.integer()) else {
            throw DamagedBytes("an end that there is not")
        }
        self.end = end
        reason = try reader.text()
    }
}
