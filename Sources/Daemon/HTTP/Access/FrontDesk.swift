import HTTPTypes
import Hummingbird
import Locks
import NIOCore
import NIOSSL
import Plans
import Synchronization

/// What the HTTP face goes by and a reload may change.
struct FaceTerms: Sendable {
    var keyring = Keyring()
    /// Origins whose pages may read answers; empty: none but our own.
    var origins: [String] = []
    /// What the door is called, where there are no tokens.
    var hosts = KnownHosts()
    /// For connections that come from now on; nil: they are plain.
    var tls: NIOSSLContext?
    /// The path of the audit log; nil: orders are told in the log.
    var audit: String?
    /// Signs what stands in addresses; nil: there is no public address, and nothing is signed.
    var links: Links?
    /// Who can be told, and when: for those who ask in the way of Alertmanager.
    var book = ContactBook()
    /// For those who ask in the way of Prometheus.
    var rules: [RuleCard] = []
}

/// Decides who may ask for what.
///
/// A class: all connections share it, and a reload changes its terms.
final class FrontDesk: Sendable {
    private let current: Monitor<FaceTerms>
    private let unknown = Atomic(0)
    private let forbidden = Atomic(0)

    init(_ terms: FaceTerms = FaceTerms()) { current = Monitor(terms) }

    var terms: FaceTerms { current.withLock { $0 } }

    func adopt(_ terms: FaceTerms) { current.withLock { $0 = terms } }

    /// How many were turned away: those who are not known, and those who may not.
    var turnedAway: (unknown: Int, forbidden: Int) {
        (unknown.load(ordering: .relaxed), forbidden.load(ordering: .relaxed))
    }

    enum Entry {
        case admitted(Caller)
        case turnedAway(Response)
    }

    /// - Parameter role: what is needed; nil: nothing.
    func admit(_ request: Request, from peer: String, to role: Role?) -> Entry {
        guard let role else { return .admitted(Caller(name: "", peer: peer)) }
        let terms = terms
        if role != .read, let origin = Self.foreignOrigin(request, terms) {
            forbidden.add(1, ordering: .relaxed)
            return .turnedAway(
                .failure(
                    .forbidden,
                    "pages of \(origin) may not do this; `http: allow_origin` of the settings "
                        + "names those that may"))
        }
        if terms.keyring.isEmpty {
            let authority = request.head.authority
            if terms.hosts.include(authority) { return .admitted(Caller(name: "", peer: peer)) }
            forbidden.add(1, ordering: .relaxed)
            return .turnedAway(Self.strangeHost(authority ?? ""))
        }
        let texts = Credentials(request).texts
        guard let holder = terms.keyring.holder(of: texts) else {
            unknown.add(1, ordering: .relaxed)
            return .turnedAway(Self.whoAreYou(hasToken: !texts.isEmpty))
        }
        guard holder.role.includes(role) else {
            forbidden.add(1, ordering: .relaxed)
            return .turnedAway(
                .failure(
                    .forbidden,
                    "the token `\(holder.name)` has the role `\(holder.role.rawValue)` and may "
                        + "\(holder.role.words); this needs `\(role.rawValue)`"))
        }
        return .admitted(Caller(name: holder.name, peer: peer))
    }

    /// Whether who asks would be admitted to that; nobody is turned away here.
    func lets(_ request: Request, _ role: Role) -> Bool {
        let terms = terms
        if terms.keyring.isEmpty { return terms.hosts.include(request.head.authority) }
        return terms.keyring.holder(of: Credentials(request).texts)?.role.includes(role) ?? false
    }

    private static func whoAreYou(hasToken: Bool) -> Response {
        var response = Response.failure(
            .unauthorized,
            hasToken
                ? "this token is not known here"
                : "say who you are: `Authorization: Bearer TOKEN`, or the token as a password")
        response.headers[.wwwAuthenticate] = #"Bearer realm="vigie", Basic realm="vigie""#
        return response
    }

    private static func strangeHost(_ authority: String) -> Response {
        .failure(
            .misdirectedRequest,
            "nothing here is called `\(authority)`: without tokens Vigie answers to localhost, to "
                + "addresses in figures and to the hosts of `listen: http` and `public_url`, so "
                + "that no page of a stranger can ask under its own name; with `http: tokens` it "
                + "answers to any")
    }

    /// Whose page in a browser sent this, if it is neither ours nor one that the settings name: a
    /// page that somebody happens to look at must not give orders in their name.
    private static func foreignOrigin(_ request: Request, _ terms: FaceTerms) -> String? {
        guard let origin = request.headers[.origin], !terms.origins.contains(origin),
            origin != terms.hosts.origin
        else { return nil }
        let host = origin.split(separator: "/").last.map(String.init)
        return host == request.head.authority ? nil : origin
    }

    /// What a browser has to be told before it lets a page of a named origin read the answer.
    func tellOrigin(of request: Request, in response: inout Response) {
        guard let origin = request.headers[.origin], terms.origins.contains(origin) else { return }
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.vary] = "Origin"
        guard request.method == .options else { return }
        response.headers[.accessControlAllowMethods] = response.headers[.allow]
        response.headers[.accessControlAllowHeaders] = "Authorization, Content-Type"
        response.headers[.accessControlMaxAge] = "600"
    }
}
