import Core
import HTTPTypes
import Hummingbird
import Model
import Requests

extension WriteDialect {
    /// Come back later: there is no room for more just now.
    var busy: Response {
        switch self {
        case .v1: later(.serviceUnavailable, "too much is waiting already", seconds: 1)
        case .v2: later(.tooManyRequests, "too much is waiting already", seconds: 1)
        }
    }

    /// Come back later: what would be taken now could be lost.
    func notWritten(_ reason: String) -> Response {
        later(.serviceUnavailable, "the lines were not taken: \(reason)", seconds: 5)
    }

    func refusal(_ status: HTTPResponse.Status, _ message: String) -> Response {
        switch self {
        case .v1: return .json(["error": .text(message)], status)
        case .v2:
            let code = platformCode(of: status)
            return .json(
                ["code": .text(code), "message": .text(message)], status,
                headers: [.platformErrorCode: code])
        }
    }

    /// What became of the lines; those that were good are stored whatever is said of the others.
    func answer(to receipt: Receipt) -> Response {
        guard receipt.refused > 0 else { return .empty(.noContent) }
        return refusal(.badRequest, receipt.partialWrite)
    }

    private func later(_ status: HTTPResponse.Status, _ message: String, seconds: Int) -> Response {
        var response = refusal(status, message)
        response.headers[.retryAfter] = String(seconds)
        return response
    }
}

extension Receipt {
    /// `partial write: line 2, byte 14: a field needs a value; line 5: too old; and 3 more
    /// dropped=5`, where `partial write` and `dropped` are words that clients look for.
    var partialWrite: String {
        var facts = complaints.map { complaint in
            let byte = complaint.column.map { ", byte \($0)" } ?? ""
            return "line \(complaint.line)\(byte): \(complaint.reason)"
        }
        if refused > complaints.count { facts.append("and \(refused - complaints.count) more") }
        return "partial write: \(facts.joined(separator: "; ")) dropped=\(refused)"
    }
}
