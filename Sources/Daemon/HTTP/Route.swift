import HTTPTypes
import Hummingbird

/// One thing that can be asked for, in the one table that the router, the answer 405 and the page
/// at `/` are made from.
struct Route: Sendable {
    typealias Answer = @Sendable (Request, BasicRequestContext) async -> Response

    var methods: [HTTPRequest.Method]
    var path: String
    var summary: String
    var answer: Answer

    static func get(_ path: String, _ summary: String, _ answer: @escaping Answer) -> Route {
        Route(methods: [.get, .head], path: path, summary: summary, answer: answer)
    }

    static func post(_ path: String, _ summary: String, _ answer: @escaping Answer) -> Route {
        Route(methods: [.post], path: path, summary: summary, answer: answer)
    }
}

extension Router<BasicRequestContext> {
    /// Every path of the table answers every method: with what the table says, with the list of
    /// methods to OPTIONS, with 405 to others.
    func add(_ routes: [Route]) {
        for route in routes {
            for method in route.methods {
                on(RouterPath(route.path), method: method) { request, context in
                    let response = await route.answer(request, context)
                    return method == .head ? response.createHeadResponse() : response
                }
            }
        }
        var methods: [String: [HTTPRequest.Method]] = [:]
        for route in routes { methods[route.path, default: []] += route.methods }
        for (path, methods) in methods {
            let allowed = methods.map(\.rawValue).joined(separator: ", ")
            on(RouterPath(path), method: .options) { _, _ in
                Response.empty(.noContent, headers: [.allow: allowed])
            }
            for method in Self.others where !methods.contains(method) {
                on(RouterPath(path), method: method) { _, _ in
                    var response = Response.failure(
                        .methodNotAllowed, "\(path) answers to \(allowed)")
                    response.headers[.allow] = allowed
                    return response
                }
            }
        }
    }

    private static var others: [HTTPRequest.Method] { [.get, .head, .post, .put, .delete, .patch] }
}

/// Puts on every answer what clients look for, and words on those that the framework has none for.
struct Manners: RouterMiddleware {
    let version: String

    func handle(
        _ request: Request, context: BasicRequestContext,
        next: (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            response = .failure(
                .notFound, "there is nothing at \(request.uri.path); GET / lists what there is")
        }
        response.headers[.influxVersion] = HTTPFace.influxVersion
        response.headers[.influxBuild] = "vigie-\(version)"
        return response
    }
}
