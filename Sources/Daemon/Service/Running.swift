import Core
import Foundation
import Host
import Inputs
import Logging
import Model
import PluginKit
import Synchronization

/// The parts of a daemon that is up, and the order in which they go down.
///
/// A class: the tasks of the doors, of the signals and of the engine share it.
final class Running: Sendable {
    let notify = Notify()
    private let inbox: Inbox
    private let tickets = Tickets()
    private let board = StatusBoard()
    private let courier: Courier
    private let loop: EngineLoop
    private let logger: Logger
    private let version: String
    private let state: Mutex<(summary: String, isStopped: Bool)>

    init(
        _ settings: Settings, _ rules: RulesInForce, registry: Registry, version: String,
        logger: Logger, time: ServiceTime
    ) async throws {
        self.logger = logger
        self.version = version
        state = Mutex((rules.words, false))
        inbox = Inbox(time: time) { source, address in
            logger.notice("listening for \(source) at \(address)")
        }
        courier = Courier(
            contacts: settings.addresses, registry: registry, version: version, clock: time.clock,
            report: { [inbox] in inbox.post(.reply($0)) })
        let parts = EngineLoop.Parts(
            folder: settings.state, rules: rules.ruleSet, options: settings.crank,
            linker: linker(registry), inbox: inbox, tickets: tickets, courier: courier,
            board: board, notify: notify, logger: logger, clock: time.clock,
            patience: time.patience)
        let (outcomes, outcome) = AsyncStream.makeStream(of: Result<Void, DiskError>.self)
        loop = EngineLoop(parts) { outcome.yield($0) }
        for await result in outcomes {
            try result.get()
            break
        }
    }

    /// A task for every door that the settings name.
    func open(_ settings: Settings, in group: inout ThrowingTaskGroup<Void, any Error>) {
        let lineBytes = settings.bounds.lineBytes
        let addresses = [
            "tcp": settings.listen.tcp?.description, "udp": settings.listen.udp?.description,
            "unix": settings.listen.unix,
        ]
        for door in builtinInputs {
            guard let address = addresses[door.manifest.name] ?? nil else { continue }
            group.addTask { [inbox] in
                try await door.init(lineBytes: lineBytes).run(at: address, into: inbox)
            }
        }
        if let address = settings.listen.http {
            let face = HTTPFace(
                address: address.description, inbox: inbox, tickets: tickets, board: board,
                version: version, logger: logger, ready: { [board] in board.status != nil })
            group.addTask { try await face.run() }
        }
        notify.ready(status: summary)
    }

    /// New rules and contacts, checked.
    func adopt(_ rules: RulesInForce, _ settings: Settings) {
        courier.replace(contacts: settings.addresses)
        inbox.post(.rules(rules.ruleSet))
        state.withLock { $0.summary = rules.words }
    }

    /// For `systemctl status`.
    var summary: String { state.withLock { $0.summary } }

    /// Within five seconds: nothing more is taken, what was taken is applied, what is under way to receivers may end.
    func stop() {
        let isFirst = state.withLock { state in
            defer { state.isStopped = true }
            return !state.isStopped
        }
        guard isFirst else { return }
        notify.stopping()
        logger.notice("stopping")
        courier.stop(within: .seconds(2))
        inbox.close()
        loop.wait()
        tickets.close()
        logger.notice("stopped; the state is in the checkpoint")
    }
}

extension RulesInForce {
    var words: String { "\(kpis) KPIs, \(alerts) alerts" }
}

extension Settings {
    var crank: Crank.Options {
        let sync: Interval =
            switch journal.sync {
            case .always: .zero
            case .every(let interval): interval
            }
        return Crank.Options(
            sync: sync, checkpointEvery: checkpointEvery, journalLimit: journal.limit.bytes)
    }
}
