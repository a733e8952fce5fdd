import Core
import Foundation
import Host
import Inputs
import Locks
import Logging
import Model
import PluginKit

/// The parts of a daemon that is up, and the order in which they go down.
///
/// A class: the tasks of the doors, of the signals and of the engine share it.
final class Running: Sendable {
    let notify = Notify()
    private let inbox: Inbox
    private let tickets = Tickets()
    private let board = StatusBoard()
    private let desk: FrontDesk
    private let courier: Courier
    private let loop: EngineLoop
    private let logger: Logger
    private let version: String
    private let opening = Opening()
    private let settings: Settings
    /// nil: the daemon has no public address.
    let links: Links?
    private let state: Monitor<(summary: String, isOpen: Bool, isStopped: Bool)>

    init(
        _ settings: Settings, _ rules: RulesInForce, registry: Registry, version: String,
        logger: Logger, time: ServiceTime
    ) async throws {
        self.logger = logger
        self.version = version
        self.settings = settings
        for doubt in rules.doubts { logger.warning("\(doubt)") }
        links = try Links(settings)
        desk = FrontDesk(try settings.faceTerms(rules, links))
        state = Monitor((rules.words, false, false))
        inbox = Inbox(time: time) { [opening] source, address in
            logger.notice("listening for \(source) at \(address)")
            opening.opened()
        }
        courier = Courier(
            contacts: settings.addresses, registry: registry, version: version, links: links,
            clock: time.clock, report: { [inbox] in inbox.post(.reply($0)) })
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

    /// A task for every door that the settings name. Once all are open the service is ready.
    func open(_ settings: Settings, in group: inout ThrowingTaskGroup<Void, any Error>) {
        let (listen, lineBytes) = (settings.listen, settings.bounds.lineBytes)
        let addresses = [
            "tcp": listen.tcp?.description, "udp": listen.udp?.description, "unix": listen.unix,
        ].compactMapValues(\.self)
        for door in builtinInputs {
            guard let address = addresses[door.manifest.name] else { continue }
            group.addTask { [inbox] in
                try await door.init(lineBytes: lineBytes).run(at: address, into: inbox)
            }
        }
        if let address = listen.http {
            let face = HTTPFace(
                address: address.description, inbox: inbox, tickets: tickets, board: board,
                desk: desk, version: version, logger: logger, ready: { [self] in isReady })
            group.addTask { try await face.run() }
        }
        opening.wait(for: addresses.count + (listen.http == nil ? 0 : 1)) { [self] in
            state.withLock { $0.isOpen = true }
            notify.ready(status: summary)
            logger.notice("ready: \(summary)")
        }
    }

    private var isReady: Bool { state.withLock { $0.isOpen } && board.status != nil }

    /// New rules and contacts, checked.
    ///
    /// - Errors: a certificate that was replaced by something else since the settings were read.
    func adopt(_ rules: RulesInForce, _ settings: Settings) throws {
        let terms = try settings.faceTerms(rules, links)
        let waiting = self.settings.differences(to: settings)
        if !waiting.isEmpty {
            logger.warning(
                """
                \(waiting.joined(separator: ", ")): changed in the settings, but only a restart \
                can change it; the rest of them is in force now
                """)
        }
        for doubt in rules.doubts { logger.warning("\(doubt)") }
        desk.adopt(terms)
        courier.replace(contacts: settings.addresses)
        inbox.post(.rules(rules.ruleSet))
        state.withLock { $0.summary = rules.words }
    }

    /// For `systemctl status`.
    var summary: String { state.withLock { $0.summary } }

    /// Within five seconds: nothing more is taken, what was taken is applied, what is under way to
    /// receivers may end.
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
        logger.notice("stopped")
    }
}

extension RulesInForce {
    var words: String { "\(counted(kpis, "KPI")), \(counted(alerts, "alert"))" }
}

extension Settings {
    /// The keys whose values are looked at when the service starts, and never again, that differ.
    fileprivate func differences(to other: Settings) -> [String] {
        let kept = [
            ("listen", listen == other.listen), ("state", state == other.state),
            ("journal", journal == other.journal),
            ("checkpoint", checkpointEvery == other.checkpointEvery),
            ("public_url", publicURL == other.publicURL),
            ("limits: line_bytes", bounds.lineBytes == other.bounds.lineBytes),
        ]
        return kept.filter { !$0.1 }.map { "`\($0.0)`" }
    }

    /// What the HTTP face goes by.
    fileprivate func faceTerms(_ rules: RulesInForce, _ links: Links?) throws -> FaceTerms {
        if isOpenByMistake { throw DoorIsOpen(address: listen.http?.description ?? "") }
        return FaceTerms(
            keyring: Keyring(http.tokens), origins: http.allowOrigin,
            hosts: KnownHosts(listen: listen.http, publicURL: publicURL),
            tls: try http.tls?.context(), audit: audit, links: links, book: book,
            rules: rules.cards)
    }

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
