import Foundation
import Hummingbird
import Locks
import Logging
import Model

/// The chat room of the demo: a real webhook receiver that prints what it is told.
///
/// A class: its requests and the command share the count.
final class DemoRoom: Sendable {
    private let clock: DemoClock
    private let told = Monitor(0)

    init(clock: DemoClock) { self.clock = clock }

    /// Opens at a port of the loopback that the system chooses, and gives it.
    func open() async throws -> Int {
        let router = Router()
        router.post(":room") { [self] request, context -> String in
            let body = try await request.body.collect(upTo: 1 << 20)
            show(Data(body.readableBytesView), in: context.parameters.get("room") ?? "")
            return "ok"
        }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "room")
        logger.logLevel = .error
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: logger)
        Task { try await application.run() }
        for await port in ports { return port }
        return 0
    }

    private func show(_ body: Data, in room: String) {
        let message = try? JSONDecoder().decode(Message.self, from: body)
        let text = message?.text ?? String(decoding: body, as: UTF8.self)
        told.withLock { $0 += 1 }
        let date = CivilDate(clock.now())
        let hour = String(format: "%02d:%02d", date.hour, date.minute)
        print("\(hour)  #\(room)")
        for line in text.split(separator: "\n") { print("       \(line)") }
        print("")
        fflush(nil)
    }

    /// Of a message to Slack, what a notification shows.
    private struct Message: Decodable {
        let text: String
    }

    var farewell: String {
        let count = told.withLock { $0 }
        return
            "\(count) message\(count == 1 ? "" : "s") arrived. Next: `vigie check rules/`, your "
            + "own rules by rules/LANGUAGE.md, and `vigie backtest` over a month of yours."
    }
}
