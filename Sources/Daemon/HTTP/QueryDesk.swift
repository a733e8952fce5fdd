import Hummingbird
import Model
import NIOCore
import Requests

/// Answers the two statements that clients send before they write, and says of all others that they
/// are not answered.
struct QueryDesk: Sendable {
    let databases: Databases

    func answer(_ request: Request) async -> Response {
        guard let query = await text(of: request) else {
            return .failure(.badRequest, "missing required parameter \"q\"")
        }
        let words = query.split { $0 == ";" || $0.isWhitespace }
        switch words.prefix(2).map({ $0.uppercased() }) {
        case ["CREATE", "DATABASE"] where words.count > 2:
            databases.remember(words[2].trimming("\""))
            return .json(["results": [["statement_id": 0]]])
        case ["SHOW", "DATABASES"]:
            return .json(list)
        default:
            return .failure(
                .badRequest,
                "Vigie watches KPIs and keeps no series to query: it takes writes, and knows "
                    + "CREATE DATABASE and SHOW DATABASES. GET / lists what it answers.")
        }
    }

    /// From the address or, with POST, from the form in the body, as both are in use.
    private func text(of request: Request) async -> String? {
        if let query = Form(request.uri.query ?? "")["q"] { return query }
        guard request.method == .post, let body = try? await request.body.collect(upTo: 65_536)
        else { return nil }
        return Form(String(buffer: body))["q"]
    }

    /// A series without rows has no `values` at all, as with InfluxDB.
    private var list: JSON {
        let rows = databases.names.map { name -> JSON in [.text(name)] }
        let head: [(String, JSON)] = [("name", "databases"), ("columns", ["name"])]
        let series = JSON.object(rows.isEmpty ? head : head + [("values", .array(rows))])
        return ["results": [["statement_id": 0, "series": [series]]]]
    }
}

extension Substring {
    fileprivate func trimming(_ mark: Character) -> String {
        var text = self
        while text.first == mark { text.removeFirst() }
        while text.last == mark { text.removeLast() }
        return String(text)
    }
}
