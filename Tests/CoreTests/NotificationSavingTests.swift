import Model
import PluginKit
import Testing

@testable import Core

/// A message that waits over a restart is the same message: a receiver has seen it under its key.
@Suite struct NotificationSavingTests {
    @Test func nothingOfAMessageIsLost() throws {
        var message = PluginKit.Notification(
            kind: .unacknowledged, incident: "i", alert: "a", kpi: "k", title: "t",
            group: Labels([.init("x", "y")]), state: .firing(.warning), previous: .ok,
            severity: .warning, value: 1, limit: 2, unit: .percent, samples: 3, summary: "s",
            openedAt: .zero, at: .zero, tongue: .french)
        message.by = "anne"
        message.comment = "on it"
        message.trail = Trail(end: .zero, step: .minutes(1), values: [1, nil, 3])
        var bulletin = Bulletin(.storm, from: .zero, until: .zero + .minutes(1))
        (bulletin.by, bulletin.comment, bulletin.matchers) = ("b", "c", "m")
        (bulletin.opened, bulletin.over, bulletin.open, bulletin.acknowledged) = (4, 3, 2, 1)
        bulletin.alerts = [.init("a", 4)]
        message.bulletin = bulletin
        #expect(try saved(message) == message)
        message.trail = nil
        message.bulletin = nil
        #expect(try saved(message) == message)
    }

    private func saved(_ message: PluginKit.Notification) throws -> PluginKit.Notification {
        var writer = ByteWriter()
        writer.write(message)
        var reader = ByteReader(writer.bytes)
        let read: PluginKit.Notification = try reader.value()
        #expect(reader.remaining == 0)
        return read
    }
}
