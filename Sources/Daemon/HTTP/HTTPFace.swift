import HTTPTypes
import Hummingbird
import HummingbirdCore
import Inputs
import Logging
import Model
import NIOCore
import Requests
import ServiceLifecycle

/// All that Vigie answers over HTTP.
struct HTTPFace: Sendable {
    /// What clients of InfluxDB are told: the last version whose `/write` this is, as many of them
    /// look at the number.
    static let influxVersion = "1.8.10"

    let inbox: Inbox
    let board: StatusBoard
    let version: String
    let ready: @Sendable () -> Bool
    let started: Timestamp
    /// As in `Limits`; tests have less time.
    var patience = Limits.requestAge
    var idleAge = Limits.idleAge
    let desk: FrontDesk
    private let address: String
    private let writes: WriteDesk
    private let queries: QueryDesk
    let orders: OrderDesk
    let orderBody: OrderBody
    private let logger: Logger

    /// - Parameters:
    ///   - address: as for TCP: `127.0.0.1:8427`.
    ///   - desk: who may ask for what.
    ///   - ready: whether rules are loaded and the past is replayed, for `/ready`.
    init(
        address: String, inbox: Inbox, tickets: Tickets, board: StatusBoard,
        desk: FrontDesk = FrontDesk(), version: String, logger: Logger,
        ready: @escaping @Sendable () -> Bool
    ) {
        self.desk = desk
        self.address = address
        self.inbox = inbox
        self.board = board
        self.version = version
        self.ready = ready
        self.logger = logger
        started = inbox.now()
        let databases = Databases()
        let bodies = Bodies()
        writes = WriteDesk(
            inbox: inbox, tickets: tickets, databases: databases, bodies: bodies)
        orders = OrderDesk(inbox: inbox, tickets: tickets, audit: AuditLog(desk, logger))
        orderBody = OrderBody(bodies)
        queries = QueryDesk(databases: databases)
    }

    /// Until the task is cancelled. Then it takes no new requests, answers those it has, and
    /// returns: at once if their tickets are settled or closed, after `Limits.farewell` otherwise.
    ///
    /// - Errors: `ListenError`.
    func run() async throws {
        let place = try HostPort(address)
        var settings = ServiceGroupConfiguration(
            services: [.init(service: application(at: place))], logger: quiet)
        settings.maximumGracefulShutdownDuration = .nanoseconds(Limits.farewell.nanoseconds)
        let group = ServiceGroup(configuration: settings)
        do {
            // A task of its own: cancelled, the framework would drop the answers that are under
            // way.
            try await withTaskCancellationHandler {
                try await Task { try await group.run() }.value
            } onCancel: {
                Task { await group.triggerGracefulShutdown() }
            }
        } catch {
            if !Task.isCancelled { throw ListenError(address, error) }
        }
    }

    private func application(at place: HostPort) -> some ServiceLifecycle.Service {
        let doors = Doors()
        return Application(
            responder: router.buildResponder(),
            server: HTTPServerBuilder { responder in
                let plain = HTTP1Channel(responder: responder, configuration: channel(doors))
                return TLSDoor(plain: plain, desk: desk, patience: patience)
            },
            configuration: .init(address: .hostname(place.host, port: place.port)),
            onServerRunning: { await opened($0) },
            logger: quiet)
    }

    private func channel(_ doors: Doors) -> HTTP1Channel.Configuration {
        .init(
            additionalChannelHandlers: [
                Doorman(doors: doors, inlet: inbox)
            ],
            idleTimeout: .nanoseconds(idleAge.nanoseconds),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: Limits.headBytes, maxHeaderListSize: Limits.headBytes,
                maxHeaderFieldCount: Limits.headFields))
    }

    /// The framework tells of every start and stop at `info`; the service does that in its own
    /// words.
    private var quiet: Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }

    private func opened(_ channel: any Channel) async {
        try? await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(AcceptPatience(), position: .first)
        }.get()
        inbox.opened(.http, at: channel.localAddress?.text ?? address)
    }

    private var router: Router<FaceContext> {
        let router = Router(context: FaceContext.self)
        router.add(middleware: Manners(version: version, desk: desk))
        router.add(routes, behind: desk)
        return router
    }

    private var routes: [Route] {
        let answering = [
            Route.post(
                "/write", for: .write, "lines, as InfluxDB 1.x takes them: db, precision; gzip"
            ) { request, _ in await writes.take(request, as: .v1) },
            .post(
                "/api/v2/write", for: .write,
                "lines, as InfluxDB 2.x does: org, bucket, precision; gzip"
            ) {
                request, _ in await writes.take(request, as: .v2)
            },
            Route(
                methods: [.get, .post], path: "/query", role: .write,
                summary: "CREATE DATABASE and SHOW DATABASES, for clients that insist"
            ) { request, _ in await queries.answer(request) },
        ]
        let all =
            answering + signsOfLife + views + orderRoutes + alertmanagerRoutes
            + prometheusRoutes + pageRoutes
        return all + [.open("/", "this list") { _, _ in .text(Self.list(of: all, version)) }]
    }

    private static func list(of routes: [Route], _ version: String) -> String {
        let lines = routes.map { route in
            let methods = route.methods.map(\.rawValue).joined(separator: "|")
            let role = route.role.map { " [\($0.rawValue)]" } ?? ""
            return "\(methods) \(route.path)\n    \(route.summary)\(role)\n"
        }
        return "Vigie \(version) watches KPIs and tells people. In brackets: the role that a token "
            + "needs, where there are tokens.\n\n" + lines.joined()
    }
}
