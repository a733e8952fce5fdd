import CHost
import Core
import Foundation
import Host
import Inputs
import Language
public import Locks
public import Logging
public import Model
import Plans
public import PluginKit

/// The daemon: settings and rules in, doors open, the engine turning, until a signal says stop.
public struct Service: Sendable {
    private let load: @Sendable () throws -> Settings
    private let registry: Registry
    private let version: String
    private let logger: Logger
    private let time: ServiceTime

    /// - Parameter load: reads the settings; called at the start and at each reload.
    public init(
        registry: Registry, version: String, logger: Logger,
        time: ServiceTime = ServiceTime(),
        settings load: @escaping @Sendable () throws -> Settings
    ) {
        self.load = load
        self.registry = registry
        self.version = version
        self.logger = logger
        self.time = time
    }

    /// Runs until SIGTERM or SIGINT, or until the task is cancelled; then stops taking, finishes
    /// what is under way and writes a checkpoint.
    ///
    /// - Errors: what keeps the daemon from starting, in words for a person.
    public func run() async throws {
        // A door may have a thousand connections, and the usual soft limit is a thousand files in
        // all.
        vigie_raise_file_limit()
        vigie_keep_memory_small()
        // Heard from the start: a SIGHUP must not end a daemon that is still reading its journal.
        let (orders, orderly) = AsyncStream.makeStream(of: Signals.Order.self)
        let signals = Signals { orderly.yield($0) }
        defer { withExtendedLifetime(signals) {} }
        let settings = try load()
        var rules = try RulesInForce(settings, registry)
        let lock = try StateLock(folder: settings.state)
        defer { withExtendedLifetime(lock) {} }
        try rules.hideIDs(as: settings)
        let running = try await Running(
            settings, rules, registry: registry, version: version, logger: logger, time: time)
        try await withThrowingTaskGroup(of: Void.self) { group in
            running.open(settings, in: &group)
            group.addTask { await follow(orders, running) }
            do { try await group.next() } catch {
                if !(error is CancellationError) {
                    group.cancelAll()
                    running.stop()
                    throw error
                }
            }
            group.cancelAll()
            running.stop()
        }
    }

    /// Returns when told to stop.
    private func follow(_ orders: AsyncStream<Signals.Order>, _ running: Running) async {
        for await order in orders {
            switch order {
            case .stop: return
            case .reload: reload(running)
            }
        }
    }

    /// All or nothing: on any error the old rules and contacts stay.
    private func reload(_ running: Running) {
        running.notify.reloading()
        do {
            let settings = try load()
            var rules = try RulesInForce(settings, registry)
            try rules.hideIDs(as: settings)
            try running.adopt(rules, settings)
        } catch {
            logger.error("reload refused, the old rules stay:\n\(error)")
        }
        running.notify.ready(status: running.summary)
    }
}

/// The time by which a daemon runs: the wall clock, or a demo's, which runs faster.
public struct ServiceTime: Sendable {
    public var clock: @Sendable () -> Timestamp
    /// The longest that the engine's thread sleeps, in real time.
    public var patience: Interval

    public init(
        clock: @escaping @Sendable () -> Timestamp = { .wallClock },
        patience: Interval = .milliseconds(500)
    ) {
        self.clock = clock
        self.patience = patience
    }
}

/// Rules that have been checked against the contacts that there are.
struct RulesInForce: Sendable {
    private(set) var ruleSet: RuleSet
    let kpis: Int
    /// For those who ask what the rules are.
    let cards: [RuleCard]
    let alerts: Int
    /// What in the settings looks like something of the rules and is not.
    let doubts: [String]

    /// By the key of the site, or by one that the state folder keeps.
    mutating func hideIDs(as settings: Settings) throws(DiskError) {
        if let key = settings.privacyKey {
            ruleSet.key = key
        } else {
            ruleSet.key = try PrivacyFile(folder: settings.state).key()
        }
    }

    init(_ settings: Settings, _ registry: Registry) throws {
        let folder = try RulesFolder(settings.rules)
        let result = compile(
            folder.sources, with: registry, contacts: settings.book.contacts.map(\.name),
            tongue: settings.language)
        guard let plan = result.plan else {
            throw RulesRefused(render(result.diagnostics, sources: folder.sources))
        }
        let strangers = settings.book.unknownCalendars(of: plan)
        if !strangers.isEmpty { throw RulesRefused(strangers.joined(separator: "\n")) }
        ruleSet = RuleSet(
            files: folder.files, book: settings.book, bounds: settings.bounds,
            tongue: settings.language)
        cards = RuleCard.cards(of: plan, in: folder.sources)
        doubts = settings.book.doubts(of: plan)
        kpis = plan.kpis.count
        alerts = plan.alertCount
    }
}

/// Rules that do not check, with what is wrong in words.
public struct RulesRefused: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
