import Model
import PluginKit
import Testing

@testable import Core
@testable import Daemon

/// Everything that is asked for and not written: signs of life, the two statements, figures and
/// views.
@Suite(.timeLimit(.minutes(1))) struct HTTPViewTests {
    @Test func signsOfLife() async throws {
        try await House().withFace { address in
            for method in ["GET", "HEAD"] {
                let ping = try await address.ask(method, "/ping")
                #expect(ping.status == 204 && ping.body.isEmpty)
                #expect(ping.headers["x-influxdb-version"] == "1.8.10")
                #expect(ping.headers["x-influxdb-build"] == "vigie-0.1.0")
            }
            let verbose = try await address.ask("GET", "/ping?verbose=true")
            #expect(verbose.status == 200)
            #expect(verbose.body == "{\"version\":\"1.8.10\",\"vigie\":\"0.1.0\"}\n")
            let health = try await address.ask("GET", "/health")
            #expect(health.status == 200 && health.body.contains("\"status\":\"pass\""))
            let ready = try await address.ask("GET", "/ready")
            #expect(ready.status == 200)
            #expect(ready.body.hasPrefix("{\"status\":\"ready\",\"started\":"))
        }
        try await House().withFace(ready: false) { address in
            let ready = try await address.ask("GET", "/ready")
            #expect(ready.status == 503 && ready.body.contains("\"starting\""))
        }
    }

    @Test func theTwoStatements() async throws {
        try await House().withFace { address in
            let none = try await address.ask("GET", "/query?q=SHOW%20DATABASES")
            #expect(
                none.body == """
                    {"results":[{"statement_id":0,"series":[{"name":"databases",\
                    "columns":["name"]}]}]}

                    """)
            for create in ["q=CREATE+DATABASE+%22cx%22", "db=&q=create%20database%20other%3B"] {
                let created = try await address.ask("POST", "/query?" + create)
                #expect(created.status == 200)
                #expect(created.body == "{\"results\":[{\"statement_id\":0}]}\n")
            }
            let form = try await address.post("/query", "q=CREATE+DATABASE+third")
            #expect(form.status == 200)
            _ = try await address.post("/write?db=fourth", "a v=1")
            let list = try await address.ask("GET", "/query?q=SHOW+DATABASES")
            #expect(
                list.body.contains("\"values\":[[\"cx\"],[\"other\"],[\"third\"],[\"fourth\"]]"))
        }
    }

    @Test func otherStatementsAreRefusedInWords() async throws {
        try await House().withFace { address in
            let select = try await address.ask("GET", "/query?q=SELECT+*+FROM+orders")
            #expect(select.status == 400)
            #expect(select.body.contains("Vigie watches KPIs and keeps no series to query"))
            let none = try await address.ask("GET", "/query")
            #expect(none.status == 400 && none.body.contains("missing required parameter"))
        }
    }

    @Test func whatIsNotThere() async throws {
        try await House().withFace { address in
            let nothing = try await address.ask("GET", "/api/v2/buckets")
            #expect(nothing.status == 404)
            #expect(
                nothing.body == """
                    {"error":"there is nothing at /api/v2/buckets; GET / lists what there is",\
                    "code":"not found",\
                    "message":"there is nothing at /api/v2/buckets; GET / lists what there is"}

                    """)
            let wrong = try await address.ask("GET", "/write")
            #expect(wrong.status == 405 && wrong.headers["allow"] == "POST")
            #expect(wrong.body.contains("\"error\":\"/write answers to POST\""))
            let options = try await address.ask("OPTIONS", "/query")
            #expect(options.status == 204 && options.headers["allow"] == "GET, POST")
            let list = try await address.ask("GET", "/")
            #expect(list.body.contains("POST /api/v2/write\n"))
        }
    }

    @Test func figures() async throws {
        let house = House()
        house.board.post(.sample, StatusBoard.Figures())
        house.inbox.lost(points: 3, from: .udp, reason: "inbox full")
        house.inbox.closedConnection(of: .tcp, because: .tooMany)
        try await house.withFace { address in
            let page = try await address.ask("GET", "/metrics")
            #expect(page.headers["content-type"] == Exposition.contentType)
            for line in [
                "vigie_build_info{version=\"0.1.0\"} 1",
                "# HELP vigie_points_total Points taken, by stream.",
                "# TYPE vigie_points_total counter",
                "vigie_points_total{stream=\"or\\\"d\\\\e\\nrs\"} 12",
                "vigie_points_refused_total{stream=\"orders\",reason=\"late\"} 2",
                "vigie_ingest_lag_seconds 0.25",
                "vigie_points_lost_total{source=\"udp\",reason=\"inbox full\"} 3",
                "vigie_inbox_bytes{source=\"http\"} 0",
                "vigie_inbox_age_seconds{source=\"udp\"} 0",
                "vigie_connections_closed_total{source=\"tcp\",reason=\"too many\"} 1",
                "vigie_datagrams_dropped_total 0",
                "vigie_journal_writing 1",
                "vigie_state_damaged_files{kind=\"checkpoint\"} 0",
            ] {
                #expect(page.body.contains(line + "\n"))
            }
            let figure = page.body.split(separator: "\n").first {
                $0.hasPrefix("process_resident_memory_bytes ")
            }
            #expect(figure.flatMap { Double($0.split(separator: " ")[1]) } ?? 0 > 1e6)
        }
    }

    @Test func views() async throws {
        let house = House()
        try await house.withFace { address in
            #expect(try await address.ask("GET", "/api/vigie/status").status == 503)
            house.board.post(.sample, StatusBoard.Figures())
            let status = try await address.ask("GET", "/api/vigie/status")
            #expect(status.status == 200 && status.body.contains("\"series\":7"))
            let incidents = try await address.ask("GET", "/api/vigie/incidents")
            #expect(
                incidents.body == """
                    {"incidents":[{"incident":"i1","alert":"slow","kpi":"wait",\
                    "group":{"channel":"chat"},"state":"warning",\
                    "opened_at":"1970-01-01T00:01:00Z","value":90.0,"unit":"s","text":"1m30s",\
                    "samples":4,"severity":"warning","labels":{},"summary":"","contacts":[],\
                    "acknowledged":null,"silenced_by":[],"inhibited_by":[],"flapping":false,\
                    "shadow":false}]}

                    """)
            let all = try await address.ask("GET", "/api/vigie/incidents/all")
            #expect(all.body.contains("\"incident\":\"4f0c9a77\",\"alert\":\"late\""))
            let outbox = try await address.ask("GET", "/api/vigie/outbox")
            #expect(outbox.body.contains("\"state\":\"under way\",\"attempts\":2"))
        }
    }

    /// One incident, for programs and for people.
    @Test func oneIncident() async throws {
        let house = House()
        try await house.withFace { address in
            #expect(try await address.ask("GET", "/api/vigie/incidents/4f").status == 503)
            house.board.post(.sample, StatusBoard.Figures())
            let incident = try await address.ask("GET", "/api/vigie/incidents/4f0c")
            #expect(
                incident.body.contains(
                    """
                    "causes":[{"group":{"carrier":"b"},"change":-11.0,"share":78.6,
                    """))
            let text = try await address.ask("GET", "/api/vigie/incidents/4f0c?format=text")
            #expect(text.body.contains("  carrier=b  -11 points    79%"))
            #expect(try await address.ask("GET", "/api/vigie/incidents/zz").status == 404)
        }
    }
}

extension PluginKit.Notification {
    /// Of a share that fell by one carrier.
    static let sample: Self = {
        var sample = Self(
            kind: .opened, incident: "4f0c9a77", alert: "late", kpi: "on_time", title: "On time",
            group: Labels([.init("channel", "web")]), state: .firing(.warning), previous: .ok,
            severity: .warning, value: 0.8, limit: 0.9, unit: .percent, samples: 900,
            summary: "Late", openedAt: Timestamp(nanoseconds: 60_000_000_000),
            at: Timestamp(nanoseconds: 60_000_000_000))
        sample.explanation = Explanation(
            basis: .value, before: 0.94, now: 0.8, change: -0.14,
            causes: [
                Cause(
                    group: Labels([.init("carrier", "b")]), rate: -0.11, mix: 0, share: 0.786,
                    samples: 412, before: 0.94, now: 0.45)
            ], rest: Rest(rate: -0.03, mix: 0), isBroad: false)
        sample.quotes = [Quote("Still nothing", at: Timestamp(nanoseconds: 50_000_000_000))]
        return sample
    }()
}

extension EngineStatus {
    static let sample = EngineStatus(
        clock: .zero,
        points: [.init(labels: Labels([.init("stream", "or\"d\\e\nrs")]), value: 12)],
        refused: [
            .init(
                labels: Labels([.init("stream", "orders"), .init("reason", "late")]), value: 2)
        ],
        series: 7, groups: [], waiting: [], forgotten: [], alerts: [], occurrences: [],
        deliveries: [], outboxPending: [],
        incidents: [
            Incident(
                id: "i1", alert: "slow", kpi: "wait",
                group: Labels([.init("channel", "chat")]), state: .firing(.warning),
                openedAt: Timestamp(nanoseconds: 60_000_000_000), value: 90, unit: .duration,
                samples: 4)
        ],
        kept: [IncidentRecord(.sample)],
        outbox: [
            Posted(
                id: "d1", contact: "ops", incident: "i1", state: .underWay, attempts: 2,
                due: .zero, reason: "HTTP 500")
        ],
        kpis: 1, rules: 1, ingestLag: 0.25)
}
