import Host
import Model
import PluginKit

@testable import Daemon

/// Everything behind a door: inbox, tickets, board and an engine that drains.
struct House {
    let inbox: Inbox
    let tickets = Tickets()
    let board = StatusBoard()
    let engine: FakeEngine
    private let doors: AsyncStream<String>

    init(capacity: Inbox.Capacity = Inbox.Capacity(), journal: DiskError? = nil) {
        let (doors, opened) = AsyncStream.makeStream(of: String.self)
        self.doors = doors
        inbox = Inbox(capacity: capacity) { _, address in opened.yield(address) }
        engine = FakeEngine(draining: inbox, tickets, journal: journal)
    }

    /// Runs the door while the visit lasts, then cancels it and waits until it has closed.
    func with(
        _ door: @escaping @Sendable () async throws -> Void,
        visit: (Address) async throws -> Void
    ) async throws {
        let running = Task { try await door() }
        var addresses = doors.makeAsyncIterator()
        let address = Address(await addresses.next() ?? "")
        do {
            try await visit(address)
        } catch {
            running.cancel()
            throw error
        }
        running.cancel()
        try await running.value
        inbox.close()
    }

    func with(
        _ input: any Input, at address: String, visit: (Address) async throws -> Void
    ) async throws {
        try await with({ try await input.run(at: address, into: inbox) }, visit: visit)
    }

    func withFace(
        ready: Bool = true, patience: Interval = Limits.requestAge,
        idleAge: Interval = Limits.idleAge, terms: FaceTerms = FaceTerms(),
        visit: (Address) async throws -> Void
    ) async throws {
        var face = HTTPFace(
            address: "127.0.0.1:0", inbox: inbox, tickets: tickets, board: board,
            desk: FrontDesk(terms), version: "0.1.0", logger: .init(label: "test"), ready: { ready }
        )
        face.patience = patience
        face.idleAge = idleAge
        try await with({ [face] in try await face.run() }, visit: visit)
    }
}
