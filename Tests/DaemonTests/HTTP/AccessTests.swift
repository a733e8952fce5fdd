import Core
import Foundation
import Model
import Testing

@testable import Daemon

/// Who may ask for what, by which token, and what the others are told.
@Suite(.timeLimit(.minutes(1))) struct AccessTests {
    private static let terms: FaceTerms = {
        var terms = FaceTerms()
        terms.keyring = Keyring([
            AccessToken("telegraf", .write, Secret("write-0123456789")),
            AccessToken("grafana", .read, Secret("read-0123456789a")),
            AccessToken("ops", .operate, Secret("operate-01234567")),
        ])
        return terms
    }()

    private static func bearer(_ token: String) -> [String] { ["Authorization: Bearer \(token)"] }

    /// method path: nobody, write, read, operate
    private static let table = """
        GET    /ping                     204 204 204 204
        GET    /health                   200 200 200 200
        GET    /ready                    200 200 200 200
        GET    /-/healthy                200 200 200 200
        GET    /                         200 200 200 200
        GET    /style.css                200 200 200 200
        POST   /write                    401 204 403 403
        POST   /api/v2/write             401 204 403 403
        POST   /query?q=SHOW+DATABASES   401 200 403 403
        GET    /metrics                  401 403 200 200
        GET    /api/vigie/incidents      401 403 200 200
        GET    /api/vigie/outbox         401 403 200 200
        GET    /api/v2/alerts            401 403 200 200
        GET    /api/v1/rules             401 403 200 200
        POST   /api/v2/alerts            401 403 403 415
        POST   /api/vigie/silences       401 403 403 415
        DELETE /api/vigie/silences/s1    401 403 403 200
        GET    /acknowledge?token=x      403 403 403 403
        POST   /acknowledge?token=x      403 403 403 403
        GET    /incidents/none           401 403 404 404
        GET    /pictures/none.png        401 403 404 404
        OPTIONS /metrics                 204 204 204 204
        """

    @Test func everyRoleByItsToken() async throws {
        let house = House()
        house.board.post(.sample, StatusBoard.Figures())
        try await house.withFace(terms: Self.terms) { address in
            let tokens = ["", "write-0123456789", "read-0123456789a", "operate-01234567"]
            for row in Self.table.split(separator: "\n") {
                let cells = row.split(separator: " ").map(String.init)
                for (token, expected) in zip(tokens, cells[2...]) {
                    let answer = try await address.ask(
                        cells[0], cells[1], Array("a v=1".utf8),
                        headers: token.isEmpty ? [] : Self.bearer(token))
                    #expect("\(answer.status)" == expected, "\(row) by `\(token)`")
                    if answer.status == 401 {
                        #expect(answer.headers["www-authenticate"]?.contains("Bearer") == true)
                    }
                }
            }
        }
    }

    @Test func aTokenInEachOfItsForms() async throws {
        try await House().withFace(terms: Self.terms) { address in
            let good = "write-0123456789"
            let basic = Data("telegraf:\(good)".utf8).base64EncodedString()
            for header in [
                "Authorization: Bearer \(good)", "authorization: bearer \(good)",
                "Authorization: Token \(good)", "Authorization: Token telegraf:\(good)",
                "Authorization: Basic \(basic)",
            ] {
                let answer = try await address.post("/write", "a v=1", headers: [header])
                #expect(answer.status == 204, "\(header)")
            }
            #expect(try await address.post("/write?u=x&p=\(good)", "a v=1").status == 204)
            for header in [
                "Authorization: Bearer \(good.dropLast())", "Authorization: Bearer \(good)x",
                "Authorization: Bearer", "Authorization: Basic !", "Authorization: Basic ",
                "Authorization: \(good)",
            ] {
                let answer = try await address.post("/write", "a v=1", headers: [header])
                #expect(answer.status == 401, "\(header)")
                #expect(!answer.body.contains(good))
            }
            // In other addresses a token would only be written down on the way.
            #expect(
                try await address.ask("GET", "/metrics?p=read-0123456789a").status == 401)
        }
    }

    @Test func withoutTokensAllIsOpen() async throws {
        let house = House()
        house.board.post(.sample, StatusBoard.Figures())
        try await house.withFace { address in
            let seen = try await address.ask("GET", "/metrics")
            #expect(seen.status == 200)
            #expect(try await address.post("/write", "a v=1").status == 204)
            #expect(try await address.ask("DELETE", "/api/vigie/silences/s1").status == 200)
        }
    }

    /// A page that somebody looks at must not act in their name, nor read what they may.
    @Test func pagesOfOthers() async throws {
        let house = House()
        house.board.post(.sample, StatusBoard.Figures())
        var terms = FaceTerms()
        terms.origins = ["https://grafana.example.org"]
        try await house.withFace(terms: terms) { address in
            let evil = ["Origin: https://evil.example.org"]
            for path in ["/write", "/api/vigie/silences", "/api/v2/alerts"] {
                let answer = try await address.post(path, "[]", headers: evil)
                #expect(answer.status == 403, "\(path)")
                #expect(answer.headers["access-control-allow-origin"] == nil)
            }
            let read = try await address.ask("GET", "/api/v2/alerts", headers: evil)
            #expect(read.status == 200 && read.headers["access-control-allow-origin"] == nil)
            let known = ["Origin: https://grafana.example.org"]
            let shown = try await address.ask("GET", "/api/v2/alerts", headers: known)
            #expect(
                shown.headers["access-control-allow-origin"] == "https://grafana.example.org")
            let asked = try await address.ask("OPTIONS", "/api/v2/alerts", headers: known)
            #expect(asked.headers["access-control-allow-headers"]?.contains("Auth") == true)
            let own = try await address.ask(
                "DELETE", "/api/vigie/silences/s1", headers: ["Origin: http://localhost"])
            #expect(own.status == 200)
        }
    }

    /// Host: without tokens here; at the doors of a network; with tokens
    private static let names = """
        localhost                   200 200 401
        LocalHost:8427              200 200 401
        a.localhost:1               200 200 401
        127.0.0.1:8427              200 200 401
        [::1]:8427                  200 200 401
        192.0.2.7                   200 200 401
        vigie.example.org           200 200 401
        vigie.example.org.:443      200 200 401
        evil.example:8427           421 421 401
        127.0.0.1.evil.example      421 421 401
        localhost.evil.example      421 421 401
        evilvigie.example.org       421 421 401
        vigie:8427                  421 200 401
        """

    /// A page that lets its own name lead here is not our own page.
    @Test func namesOfOthers() async throws {
        let url = "https://vigie.example.org/"
        let here = KnownHosts(listen: Endpoint("127.0.0.1", 8427), publicURL: url)
        let network = KnownHosts(listen: Endpoint("0.0.0.0", 8427), publicURL: url)
        for (column, hosts) in [here, network, here].enumerated() {
            var terms = column == 2 ? Self.terms : FaceTerms()
            terms.hosts = hosts
            let house = House()
            house.board.post(.sample, StatusBoard.Figures())
            try await house.withFace(terms: terms) { address in
                for row in Self.names.split(separator: "\n") {
                    let cells = row.split(separator: " ").map(String.init)
                    for (method, path) in [
                        ("GET", "/api/vigie/incidents"), ("DELETE", "/api/vigie/silences/s1"),
                    ] {
                        let answer = try await address.ask(
                            method, path,
                            headers: ["Host: \(cells[0])", "Origin: http://\(cells[0])"])
                        #expect("\(answer.status)" == cells[column + 1], "\(method) \(row)")
                    }
                }
                let old = try await address.raw(Array("GET /metrics HTTP/1.0\r\n\r\n".utf8))
                #expect(old.status == (column == 2 ? 401 : 200))
            }
        }
    }

    /// Whose proxy asks under another name than people do.
    @Test func ourOwnPageBehindAProxy() async throws {
        var terms = FaceTerms()
        terms.hosts = KnownHosts(publicURL: "https://Vigie.example.org/")
        try await House().withFace(terms: terms) { address in
            let origin = ["Origin: https://vigie.example.org"]
            let path = "/api/vigie/silences/s1"
            let answer = try await address.ask("DELETE", path, headers: origin)
            #expect(answer.status == 200)
        }
    }

    @Test func whatEveryAnswerHas() async throws {
        try await House().withFace { address in
            let answer = try await address.ask("GET", "/health")
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            #expect(answer.headers["cache-control"] == "no-store")
            #expect(answer.headers["access-control-allow-origin"] == nil)
        }
    }

    @Test func headsHaveALimit() async throws {
        try await House().withFace { address in
            let long = String(repeating: "a", count: Limits.headBytes)
            let refused = try await address.ask("GET", "/ping", headers: ["X: \(long)"])
            #expect(refused.status == 400)
            let many = (0...Limits.headFields).map { "X-\($0): 1" }
            #expect(try await address.ask("GET", "/ping", headers: many).status == 400)
        }
    }
}
