import Host
import Hummingbird
import Model
import NIOCore
import Requests

/// Takes lines over HTTP and answers once they are in the journal.
struct WriteDesk: Sendable {
    let inbox: Inbox
    let tickets: Tickets
    let databases: Databases
    private let bodies: Bodies

    init(inbox: Inbox, tickets: Tickets, databases: Databases, bodies: Bodies) {
        self.bodies = bodies
        self.inbox = inbox
        self.tickets = tickets
        self.databases = databases
    }

    func take(_ request: Request, as dialect: WriteDialect) async -> Response {
        let form = Form(request.uri.query ?? "")
        guard let precision = dialect.precision(form["precision"]) else {
            return dialect.refusal(
                .badRequest, "unknown precision `\(form["precision"] ?? "")`")
        }
        if dialect == .v1, let name = form["db"] { databases.remember(name) }
        do {
            let bytes = try await bodies.collect(request)
            if bytes.isEmpty { return .empty(.noContent) }
            return await hand(bytes, precision, as: dialect)
        } catch let error as BodyError {
            return refusal(error, as: dialect)
        } catch {
            return dialect.refusal(.badRequest, "the body cannot be read: \(error)")
        }
    }

    private func hand(_ bytes: [UInt8], _ precision: Precision, as dialect: WriteDialect) async
        -> Response
    {
        let batch = Batch(bytes, arrival: inbox.now(), precision: precision, source: .http)
        switch await tickets.answer(to: { inbox.offer(batch, ticket: $0) }) {
        case .receipt(let receipt): return dialect.answer(to: receipt)
        case .turnedAway(let error): return dialect.notWritten(error.reason)
        // The second: to lines there is no such answer.
        case nil, .order: return dialect.busy
        }
    }

    private func refusal(_ error: BodyError, as dialect: WriteDialect) -> Response {
        switch error {
        case .noRoom: dialect.busy
        case .tooLarge:
            dialect.refusal(
                .contentTooLarge, "the body is larger than \(Limits.bodyBytes >> 20) MiB")
        case .damaged(let reason): dialect.refusal(.badRequest, reason)
        case .unknownEncoding(let name):
            dialect.refusal(
                .unsupportedMediaType, "unknown encoding `\(name)`; gzip and deflate are known")
        }
    }
}
