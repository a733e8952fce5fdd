import Model
import PluginKit
import Testing

@testable import Core
@testable import Daemon

/// The pages behind the links in messages.
@Suite(.timeLimit(.minutes(1))) struct PageTests {
    private static let links = Links(base: "https://vigie.example.org/", key: [1, 2, 3])

    private static let trail = Trail(end: .zero, step: .minutes(1), values: [0.9, 0.8])

    private static var terms: FaceTerms {
        var terms = FaceTerms()
        terms.links = links
        // Others need a token, who holds a link needs none.
        terms.keyring = Keyring([AccessToken("ops", .operate, Secret("operate-01234567"))])
        return terms
    }

    private func pagePath(_ incident: String, from house: House, ago: Interval = .zero) -> String {
        let link = Self.links.incident(incident, sent: house.inbox.now() - ago)
        return String(link.dropFirst("https://vigie.example.org".count))
    }

    private func path(_ incident: String, from house: House, ago: Interval = .zero) -> String {
        let link = Self.links.acknowledge(
            incident, contact: "ops", sent: house.inbox.now() - ago)
        return String(link.dropFirst("https://vigie.example.org".count))
    }

    private func house(_ change: (inout EngineStatus) -> Void = { _ in }) -> House {
        let house = House()
        var status = EngineStatus.sample
        status.kept[0].notification.summary = "<b>late</b> & \"how\""
        change(&status)
        house.board.post(status, StatusBoard.Figures())
        return house
    }

    @Test func lookingDoesNothing() async throws {
        let house = house()
        let path = path("4f0c9a77", from: house)
        try await house.withFace(terms: Self.terms) { address in
            for method in ["GET", "HEAD"] {
                let page = try await address.ask(method, path)
                #expect(page.status == 200)
                #expect(page.headers["content-type"] == "text/html; charset=utf-8")
                #expect(page.headers["referrer-policy"] == "no-referrer")
                #expect(page.headers["content-security-policy"]?.contains("script") == false)
            }
            let page = try await address.ask("GET", path)
            #expect(page.body.contains("&lt;b&gt;late&lt;/b&gt; &amp; &quot;how&quot;"))
            #expect(page.body.contains("<form method=\"post\">"))
            #expect(page.body.contains("<button>I have it in hand</button>"))
        }
        #expect(house.engine.orders.isEmpty)
    }

    @Test func theButton() async throws {
        let house = house()
        let path = path("4f0c9a77", from: house)
        try await house.withFace(terms: Self.terms) { address in
            let page = try await address.post(path, "name=+Ana+B%26C+&comment=on+it")
            #expect(page.status == 200 && page.body.contains("Ana B&amp;C has it in hand."))
            house.engine.answer = .refused(.linkWasUsed)
            let again = try await address.post(path, "")
            #expect(again.status == 409 && again.body.contains("was used before"))
        }
        let link = String(path.split(separator: ".").last ?? "")
        #expect(
            house.engine.orders == [
                .acknowledge(
                    Acknowledgement(
                        incident: "4f0c9a77", by: "Ana B&C", comment: "on it", link: link,
                        contact: "ops")),
                .acknowledge(
                    Acknowledgement(
                        incident: "4f0c9a77", by: "ops", comment: "", link: link, contact: "ops")),
            ])
    }

    @Test func linksThatDoNotWork() async throws {
        let house = house()
        let good = path("4f0c9a77", from: house)
        let old = path("4f0c9a77", from: house, ago: .days(30))
        let unknown = path("ffff", from: house)
        try await house.withFace(terms: Self.terms) { address in
            for path in [old, String(good.dropLast()), "/acknowledge", "/acknowledge?token=."] {
                #expect(try await address.ask("GET", path).status == 403, "\(path)")
                let pressed = try await address.post(path, "name=Eve")
                #expect(pressed.status == 403 && pressed.body.contains("does not work"))
            }
            #expect(try await address.ask("GET", unknown).status == 404)
        }
        #expect(house.engine.orders.isEmpty)
    }

    @Test func whatIsOverOrTakenHasNoButton() async throws {
        let over = house { $0.kept[0].endedAt = Timestamp(nanoseconds: 90_000_000_000) }
        let overPath = path("4f0c9a77", from: over)
        try await over.withFace(terms: Self.terms) { address in
            let page = try await address.ask("GET", overPath)
            #expect(page.body.contains("It is over.") && !page.body.contains("<form"))
        }
        let taken = house {
            $0.kept[0].acknowledged = .init(by: "Bo", comment: "soon", at: .zero)
            $0.kept[0].notification.tongue = .french
        }
        let takenPath = path("4f0c9a77", from: taken)
        try await taken.withFace(terms: Self.terms) { address in
            let page = try await address.ask("GET", takenPath)
            #expect(page.body.contains("Bo s’en occupe.") && page.body.contains("lang=\"fr\""))
            #expect(page.body.contains("soon") && !page.body.contains("<form"))
        }
    }

    @Test func theStoryOfAnIncident() async throws {
        let house = house {
            var move = IncidentMove(
                .acknowledged, at: Timestamp(nanoseconds: 61_000_000_000), state: .ok)
            (move.by, move.reason) = ("<Ana>", "on it")
            $0.kept[0].moves = [move]
            $0.kept[0].notification.runbook = "javascript:alert(1)"
        }
        let token = ["Authorization: Bearer operate-01234567"]
        try await house.withFace(terms: Self.terms) { address in
            #expect(try await address.ask("GET", "/incidents/4f0c9a77").status == 401)
            let page = try await address.ask("GET", "/incidents/4f0c9a77", headers: token)
            #expect(page.status == 200)
            #expect(
                page.body.contains("<td>acknowledged</td><td></td><td>&lt;Ana&gt;: on it</td>"))
            #expect(page.body.contains("carrier=b"))
            #expect(!page.body.contains("href=\"javascript"))
        }
    }

    /// A link in a message shows its incident, and that alone.
    @Test func theLinkToAnIncident() async throws {
        let house = house { status in
            status.kept[0].notification.trail = Self.trail
            status.kept.append(status.kept[0])
            status.kept[1].notification.incident = "other"
            status.incidents[0].id = "4f0c9a77"
        }
        let path = pagePath("4f0c9a77", from: house)
        let old = pagePath("4f0c9a77", from: house, ago: .days(31))
        let query = "?" + path.split(separator: "?")[1]
        try await house.withFace(terms: Self.terms) { address in
            let page = try await address.ask("GET", path)
            let present = "now warning, at \(Unit.duration.text(90)) (4 samples)"
            #expect(page.status == 200 && page.body.contains(present))
            #expect(page.body.contains("src=\"../pictures/4f0c9a77.png\(query)\""))
            #expect(!page.body.contains("<form"))
            #expect(page.headers["referrer-policy"] == "same-origin")
            let spent = try await address.ask("GET", old)
            #expect(spent.status == 401 && spent.body.contains("older than 30 days"))
            #expect(spent.body.contains("../style.css"))
            #expect(spent.headers["www-authenticate"]?.contains("Basic") == true)
            for path in ["/incidents/other", "/api/vigie/incidents/4f0c9a77", "/metrics"] {
                #expect(try await address.ask("GET", path + query).status == 401, "\(path)")
            }
            #expect(try await address.ask("GET", "/acknowledge" + query).status == 403)
            let form = ["Origin: https://vigie.example.org"]
            #expect(try await address.post(path, "name=Eve", headers: form).status == 403)
        }
        #expect(house.engine.orders.isEmpty)
    }

    /// Where the link or the token lets its holder, the page has the button.
    @Test func theButtonOnThePage() async throws {
        let house = house()
        let pressing = "?" + path("4f0c9a77", from: house).split(separator: "?")[1]
        let page = "/incidents/4f0c9a77"
        var terms = Self.terms
        terms.keyring = Keyring([
            AccessToken("ops", .operate, Secret("operate-01234567")),
            AccessToken("eyes", .read, Secret("read-0123456789a")),
        ])
        let operate = "Authorization: Bearer operate-01234567"
        let read = "Authorization: Bearer read-0123456789a"
        try await house.withFace(terms: terms) { address in
            let byLink = try await address.ask("GET", page + pressing)
            #expect(byLink.body.contains("action=\"../acknowledge\(pressing)\""))
            let byReader = try await address.ask("GET", page, headers: [read])
            #expect(byReader.status == 200 && !byReader.body.contains("<form"))
            let byRole = try await address.ask("GET", page, headers: [operate])
            #expect(byRole.body.contains("<form method=\"post\">"))

            let own = "Origin: http://localhost"
            for (headers, status) in [
                ([read, own], 403), ([own], 401), ([operate], 400),
                ([operate, "Origin: null"], 403), ([operate, "Origin: http://evil.example"], 403),
            ] {
                let answer = try await address.post(page, "name=Eve", headers: headers)
                #expect(answer.status == status, "\(headers)")
            }
            #expect(house.engine.orders.isEmpty)
            let taken = try await address.post(page, "comment=on+it", headers: [operate, own])
            #expect(taken.status == 200 && taken.body.contains("ops has it in hand."))
            #expect(taken.body.contains("../style.css"))
        }
        #expect(
            house.engine.orders == [
                .acknowledge(Acknowledgement(incident: "4f0c9a77", by: "ops", comment: "on it"))
            ])
    }

    /// Who is to take it sees what there is to see, and where to look on.
    @Test func whatThePageBesideTheButtonHas() async throws {
        let house = house {
            $0.kept[0].notification.trail = Self.trail
            $0.kept[0].notification.runbook = "https://wiki.example.org/late"
            $0.incidents[0].id = "4f0c9a77"
            ($0.incidents[0].unit, $0.incidents[0].value) = (.percent, 0.75)
        }
        let path = path("4f0c9a77", from: house)
        let query = path.split(separator: "?")[1]
        try await house.withFace(terms: Self.terms) { address in
            let page = try await address.ask("GET", path)
            #expect(page.body.contains("src=\"pictures/4f0c9a77.png?\(query)\""))
            #expect(page.body.contains("href=\"https://wiki.example.org/late\""))
            #expect(page.body.contains("href=\"incidents/4f0c9a77?\(query)\""))
            #expect(page.body.contains("<dd>\(Unit.percent.text(0.75))</dd>"))
        }
    }

    /// A picture is shown by a link of its own, or to those who may look.
    @Test func pictures() async throws {
        let house = house()
        let picture = Self.links.picture("4f0c9a77", sent: house.inbox.now())
        let path = String(picture.dropFirst("https://vigie.example.org".count))
        let other = path.split(separator: "?")[1]
        try await house.withFace(terms: Self.terms) { address in
            let shown = try await address.ask("GET", path)
            #expect([200, 404].contains(shown.status))
            #expect(try await address.ask("GET", "/pictures/4f0c9a77.png").status == 401)
            #expect(try await address.ask("GET", "/pictures/other.png?\(other)").status == 401)
        }
    }
}
