import HTTPTypes
import Hummingbird

/// One thing that can be asked for, in the one table that the router, the answer 405 and the page
/// at `/` are made from.
struct Route: Sendable {
    typealias Answer = @Sendable (Request, FaceContext) async -> Response

    var methods: [HTTPRequest.Method]
    var path: String
    /// What a token needs to be let in; nil: nobody is asked for one.
    var role: Role?
    var summary: String
    var answer: Answer

    /// For those who may look.
    static func get(_ path: String, _ summary: String, _ answer: @escaping Answer) -> Route {
        Route(methods: [.get, .head], path: path, role: .read, summary: summary, answer: answer)
    }

    /// For everybody.
    static func open(_ path: String, _ summary: String, _ answer: @escaping Answer) -> Route {
        Route(methods: [.get, .head], path: path, role: nil, summary: summary, answer: answer)
    }

    static func post(
        _ path: String, for role: Role?, _ summary: String, _ answer: @escaping Answer
    ) -> Route {
        Route(methods: [.post], path: path, role: role, summary: summary, answer: answer)
    }
}

extension Router<FaceContext> {
    /// Every path of the table answers every method: with what the table says, with the list of
    /// methods to OPTIONS, with 405 to others.
    func add(_ routes: [Route], behind desk: FrontDesk) {
        for route in routes {
            for method in route.methods {
                on(RouterPath(route.path), method: method) { request, context in
                    var context = context
                    let response: Response
                    switch desk.admit(request, from: context.peer, to: route.role) {
                    case .turnedAway(let refusal): response = refusal
                    case .admitted(let caller):
                        context.caller = caller
                        response = await route.answer(request, context)
                    }
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
    let desk: FrontDesk

    func handle(
        _ request: Request, context: FaceContext,
        next: (Request, FaceContext) async throws -> Response
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
        response.headers[.contentTypeOptions] = "nosniff"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        desk.tellOrigin(of: request, in: &response)
        return response
    }
}
