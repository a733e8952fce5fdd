import CHost
import Core
import Foundation
import Host
import Logging
import Model
import PluginKit

/// The engine's thread: it turns the crank until the inbox is closed and empty, then writes the
/// last checkpoint.
///
/// A class: it is one thread, and the service waits for it.
final class EngineLoop: Sendable {
    /// What the thread needs; it is handed over once.
    struct Parts: Sendable {
        var folder: String
        var rules: RuleSet
        var options: Crank.Options
        var linker: Linker
        var inbox: Inbox
        var tickets: Tickets
        var courier: Courier
        var board: StatusBoard
        var notify: Notify
        var logger: Logger
        var clock: @Sendable () -> Timestamp
        var patience: Interval
    }

    private let ended = DispatchSemaphore(value: 0)

    /// Restores what the folder remembers, says how that went, and turns.
    init(_ parts: Parts, ready: @escaping @Sendable (Result<Void, DiskError>) -> Void) {
        let thread = Thread { [ended] in
            Self.run(parts, ready)
            ended.signal()
        }
        thread.name = "engine"
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Blocks until the last checkpoint is written.
    func wait() { ended.wait() }

    private static func run(
        _ parts: Parts, _ ready: @Sendable (Result<Void, DiskError>) -> Void
    ) {
        do throws(DiskError) {
            var heart = Heart(parts.notify)
            var world = LiveWorld(
                disk: try PosixDisk(folder: parts.folder), inbox: parts.inbox,
                tickets: parts.tickets, courier: parts.courier, logger: parts.logger,
                clock: parts.clock, patience: min(parts.patience, heart.patience),
                pulse: { heart.beat() })
            var crank = try Crank(
                restoring: &world, options: parts.options, linking: parts.linker)
            if crank.engine.rules != parts.rules { parts.inbox.post(.rules(parts.rules)) }
            vigie_return_memory()
            ready(.success(()))
            turn(&crank, &world, parts)
        } catch {
            ready(.failure(error))
        }
    }

    private static func turn(
        _ crank: inout Crank, _ world: inout LiveWorld, _ parts: Parts
    ) {
        var figures = StatusBoard.Figures()
        figures.rulesLoaded = parts.clock()
        var rules = crank.engine.rules
        var posted = ContinuousClock.now - .seconds(1)
        // How things stand is posted at once: until then nobody is told `ready`.
        world.pauseAt = posted
        // Five times a second, and for who gave an order; where it takes long, as of ten thousand
        // incidents, a twentieth of the time.
        var pause = Duration.milliseconds(200)
        while true {
            let isEvent = crank.turn(&world)
            if !isEvent, world.isOver { break }
            let now = ContinuousClock.now
            if let began = world.tickBegan { figures.tickSeconds = (now - began).inSeconds }
            let wait = world.owesAnswers ? .milliseconds(200) : pause
            if now - posted < wait {
                world.pauseAt = posted + wait
                continue
            }
            posted = now
            world.pauseAt = nil
            figures.journalBytes = crank.journalBytes
            figures.checkpointSeconds = crank.checkpointSeconds
            figures.isWriting = crank.isWriting
            figures.damage = world.damage
            figures.checkpointFailures = world.checkpointFailures
            figures.checkpointHoldSeconds = crank.checkpointHoldSeconds
            if crank.engine.rules != rules {
                rules = crank.engine.rules
                figures.rulesLoaded = parts.clock()
            }
            parts.board.post(crank.engine.status(), figures)
            pause = max(.milliseconds(200), min((.now - now) * 20, .seconds(5)))
            world.settleOrders()
        }
        end(&crank, &world, parts)
    }

    /// The last checkpoint, and what could not be saved.
    private static func end(_ crank: inout Crank, _ world: inout LiveWorld, _ parts: Parts) {
        world.settleOrders()
        let failures = world.checkpointFailures
        crank.finish(&world)
        if world.lostLines > 0 {
            parts.logger.error(
                "\(world.lostLines) lines are lost: the journal did not take them before the end")
        }
        if world.checkpointFailures > failures {
            parts.logger.error("no checkpoint at the end: the next start goes by the journal")
        }
    }
}

/// Feeds systemd's watchdog from the engine's own loop: a loop that stands still is a daemon that
/// is dead.
private struct Heart {
    private let notify: Notify
    private var beatAt = ContinuousClock.now

    init(_ notify: Notify) { self.notify = notify }

    /// The longest sleep that keeps the beat.
    var patience: Interval {
        notify.watchdogTime.map { Interval(nanoseconds: $0.nanoseconds / 6) } ?? .seconds(1)
    }

    mutating func beat() {
        guard let time = notify.watchdogTime else { return }
        let now = ContinuousClock.now
        guard now >= beatAt else { return }
        beatAt = now + .nanoseconds(time.nanoseconds / 3)
        notify.watchdog()
    }
}

extension Duration {
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
