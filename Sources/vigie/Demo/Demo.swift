import ArgumentParser
import Daemon
import Foundation
import Logging
import Model
import Plans
import PluginKit

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The real daemon on a temporary folder, fed by an invented shop, in time-lapse.",
        discussion: """
            A week of quiet passes in a few seconds; then, at three minutes a second, the chat \
            channel is overrun and a region is let down. What the rules tell the chat room is \
            printed as it arrives at a webhook receiver. Ctrl-C ends it.
            """)

    @Option(help: "Ends by itself after so many seconds.") var seconds: Int?
    @Flag(help: "Shows the daemon's log as well.") var log = false

    func run() async throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let clock = DemoClock()
        let room = DemoRoom(clock: clock)
        let roomPort = try await room.open()
        var logger = Logger(label: "vigie", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = log ? .notice : .error
        let port = try DemoPort.free()
        let settings = Self.settings(folder, port: port, room: roomPort)
        let service = Service(
            registry: builtins, version: Vigie.version, logger: logger,
            time: ServiceTime(clock: clock.now, patience: .milliseconds(20))
        ) { settings }
        print(Self.greeting(port))
        let end = seconds
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            group.addTask { try await DemoFeed(clock: clock, port: port).run() }
            if let end { group.addTask { try await Task.sleep(for: .seconds(end)) } }
            try await group.next()
            group.cancelAll()
        }
        print("\n\(room.farewell)")
    }

    private static func folder() throws -> String {
        let folder = NSTemporaryDirectory() + "vigie-demo-\(getpid())"
        let manager = FileManager.default
        try manager.createDirectory(
            atPath: folder + "/rules", withIntermediateDirectories: true)
        try manager.createDirectory(atPath: folder + "/state", withIntermediateDirectories: true)
        let packs = [
            "streams": PackageResources.streams_vigie,
            "starter": PackageResources.starter_vigie,
            "support-operations": PackageResources.support_operations_vigie,
        ]
        for (name, bytes) in packs {
            try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/rules/\(name).vigie"))
        }
        return folder
    }

    private static func settings(_ folder: String, port: Int, room: Int) -> Settings {
        var settings = Settings()
        settings.rules = [folder + "/rules"]
        settings.state = folder + "/state"
        settings.listen = Settings.Listen(
            http: Endpoint("127.0.0.1", 0), tcp: Endpoint("127.0.0.1", port))
        for name in ["support-chat", "cx-team"] {
            settings.book.contacts.append(
                ContactPlan(name, type: "slack", rate: DeliveryRate(burst: 5, interval: .zero)))
            settings.addresses[name] = ContactAddress(
                type: "slack", url: Secret("http://127.0.0.1:\(room)/\(name)"),
                allowLoopback: true)
        }
        settings.book.routes = [
            RoutePlan(match: Labels([.init("owner", "cx-lead")]), notify: ["cx-team"]),
            RoutePlan(match: Labels(), notify: ["support-chat"]),
        ]
        return settings
    }

    private static func greeting(_ port: Int) -> String {
        """
        vigie \(Vigie.version): a real daemon on a temporary folder, with the rules that ship with
        it (the packs starter and support-operations) and the customers of an invented shop.

        Time-lapse: first a quiet week in a few seconds, then three minutes a second. At 08:15 the
        chat channel is overrun; a little later the customers of FR-HDF say what they think of
        their parcels. Messages appear here as they arrive at the chat room's webhook. Ctrl-C ends
        the demo.

        """
    }
}
