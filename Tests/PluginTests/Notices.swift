import Model
import Notifiers
import PluginKit

/// Foundation has a `Notification` too.
typealias Notice = Notification

let notifierNames = builtinNotifiers.map { $0.manifest.name }

func notifier(_ name: String) -> any Notifier {
    builtinNotifiers.first { $0.manifest.name == name }!.init()
}

/// A notification as a real rule gives it; tests change what they are about.
func notice(
    _ kind: Notice.Kind = .opened, _ state: AlertState = .firing(.warning),
    previous: AlertState? = nil
) -> Notice {
    let ended = kind == .resolved
    let before: [Notice.Kind: AlertState] = [
        .opened: .pending, .escalated: .firing(.info), .eased: .firing(.critical),
        .resolved: .firing(.warning), .occurred: .ok,
    ]
    var notice = Notice(
        kind: kind, incident: "4f0c9a77b1e2d3c4a5968778", alert: "slow_first_response",
        kpi: "first_response_time", title: "First response time",
        group: Labels([Labels.Pair("channel", "chat")]), state: state,
        previous: previous ?? before[kind] ?? state, severity: .warning, value: ended ? 140 : 612,
        limit: 180, unit: .duration, samples: 412,
        summary: "First response on chat is \(ended ? "2m20s" : "10m12s"), the limit is 3m",
        owner: "support-floor", runbook: "https://wiki.example/slow-first-response",
        labels: Labels([Labels.Pair("team", "support"), Labels.Pair("tier", "1")]),
        reason: ended ? "recovered" : "", openedAt: Timestamp("2026-03-09T08:45:00Z")!,
        at: Timestamp("2026-03-09T09:15:00Z")!)
    if case .firing(let severity) = state { notice.severity = severity }
    if state == .noData { (notice.value, notice.samples, notice.summary) = (nil, 0, "") }
    if kind == .acknowledged { (notice.by, notice.comment) = ("anna", "two agents are ill") }
    if kind == .unacknowledged { notice.by = "floor" }
    if kind == .announced { notice.bulletin = bulletin(.storm) }
    return notice
}

func bulletin(_ kind: Bulletin.Kind) -> Bulletin {
    let start = Timestamp("2026-03-09T08:45:00Z")!
    var bulletin = Bulletin(kind, from: start, until: start + .minutes(30))
    switch kind {
    case .silenceBegan, .silenceEnded:
        (bulletin.by, bulletin.comment) = ("anna", "the chat platform moves")
        bulletin.matchers = "channel=chat, severity=~warning|info"
        (bulletin.opened, bulletin.over, bulletin.open) =
            kind == .silenceEnded ? (4, 3, 1) : (0, 0, 2)
    case .storm, .afterHours, .daily, .weekly:
        (bulletin.opened, bulletin.over, bulletin.open) = (1_240, 310, 930)
        bulletin.acknowledged = 2
        bulletin.alerts = [
            .init("slow_first_response", 1_200), .init("low_csat", 40, acknowledged: 2),
        ]
    }
    return bulletin
}

/// As the engine makes one: of the rest nothing counts.
func announcement(_ kind: Bulletin.Kind, _ tongue: Tongue = .english) -> Notice {
    let told = bulletin(kind)
    var notice = Notice(
        kind: .announced, incident: "0b1e7ba9", alert: "", kpi: "", title: "", group: Labels(),
        state: .ok, previous: .ok, severity: .info, value: nil, limit: nil, unit: .number,
        samples: 0, summary: "", openedAt: told.from, at: told.until, tongue: tongue)
    notice.bulletin = told
    if kind == .storm { (notice.state, notice.severity) = (.firing(.critical), .critical) }
    if ![.silenceBegan, .silenceEnded].contains(kind) {
        notice.companions = bundledNotice(.firing(.warning)).companions
    }
    return notice
}

/// A course with a gap, and links to everywhere.
func drawnNotice(_ kind: Notice.Kind, _ tongue: Tongue) -> Notice {
    let state = AlertState.firing(.critical)
    var notice = tongue == .french ? frenchNotice(kind, state) : notice(kind, state)
    let values: [Double?] = [110, 95, nil, 120, 130, 180, 240, 380, 510, 612]
    notice.trail = Trail(end: notice.at, step: .minutes(30), values: values)
    return notice
}

/// A contact of everything: names, links, and what was sent before.
func correspondence(_ name: String, handle: String = "", linked: Bool = false) -> Correspondence {
    var contact = Correspondence()
    contact.options = Labels([
        .init("contact", "floor"), .init("channel", "C024BE91L"), .init("topic", "support"),
        .init("to", "floor@shop.example"), .init("from", "Vigie <vigie@shop.example>"),
    ])
    contact.options.pairs.removeAll { $0.name == "channel" && name != "slack_bot" }
    contact.handle = handle
    contact.delivery = "9d2c.floor.3"
    if linked {
        contact.acknowledgeLink = "https://vigie.example/acknowledge?token=a.b&c=1"
        contact.incidentLink = "https://vigie.example/incidents/4f0c9a77b1e2d3c4a5968778"
        contact.pictureLink = "https://vigie.example/pictures/4f0c.png?token=d_e"
    }
    return contact
}

/// The same with two others.
func bundledNotice(_ state: AlertState) -> Notice {
    var notice = notice(.opened, state)
    notice.companions = [("phone", 240), ("email", nil)].map { channel, value in
        Notice.Companion(
            incident: "5a1d\(channel)", alert: notice.alert,
            group: Labels([Labels.Pair("channel", channel)]),
            state: value == nil ? .noData : .firing(.warning), value: value,
            unit: notice.unit,
            summary: value == nil ? "" : "First response on \(channel) is 4m, the limit is 3m")
    }
    return notice
}

/// Of an anomaly that struck three groups of forty at once.
func anomalousNotice(_ state: AlertState) -> Notice {
    var notice = bundledNotice(state)
    (notice.expected, notice.pattern, notice.among) = (150, "season", 40)
    notice.limit = nil
    return notice
}

/// The same as a rule in French gives it.
func frenchNotice(_ kind: Notice.Kind, _ state: AlertState) -> Notice {
    var notice = notice(kind, state)
    notice.tongue = .french
    notice.title = "Délai moyen de réponse (DMR)"
    if !notice.summary.isEmpty {
        let value = Unit.duration.text(notice.value ?? 0, in: .french)
        notice.summary = "Première réponse sur chat\u{A0}: \(value), la limite est 3\u{A0}min"
    }
    return notice
}

/// Of a value that had to be sure.
func sureNotice(_ state: AlertState, _ tongue: Tongue) -> Notice {
    var notice = tongue == .french ? frenchNotice(.opened, state) : notice(.opened, state)
    (notice.unit, notice.value, notice.limit) = (.points, 31, 40)
    notice.assurance = Notice.Assurance(low: 22, high: 39, level: 0.95)
    return notice
}

/// Of a share that fell, mostly by one carrier in one region: of another kind for each state, so
/// that every sentence is seen.
func explainedNotice(_ state: AlertState, _ tongue: Tongue) -> Notice {
    var notice = tongue == .french ? frenchNotice(.opened, state) : notice(.opened, state)
    (notice.unit, notice.value, notice.limit) = (.percent, 0.8, 0.9)
    let causes = [
        Notice.Cause(
            group: Labels([.init("carrier", "b"), .init("region", "FR-HDF")]), rate: -0.108,
            mix: -0.002, share: 0.786, samples: 412, before: 0.94, now: 0.45),
        Notice.Cause(
            group: Labels([.init("carrier", "")]), rate: 0, mix: -0.02, share: 0.143, samples: 60,
            before: 0.7, now: 0.7),
    ]
    var explanation = Notice.Explanation(
        basis: .value, before: 0.94, now: 0.8, change: -0.14, causes: causes,
        rest: Notice.Rest(rate: -0.01, mix: 0), isBroad: false)
    switch state {
    case .ok, .pending: break
    case .firing(.info):
        (notice.unit, notice.value, notice.limit) = (.duration, 240, 180)
        explanation.basis = .shareAbove(180)
    case .firing(.warning):
        (notice.unit, notice.value, notice.limit) = (.duration, 240, 180)
        explanation.basis = .mean
        (explanation.before, explanation.now, explanation.change) = (60, 200, 140)
        explanation.causes[0].rate = 110
        explanation.causes[1].mix = 20
    case .firing(.critical): explanation.basis = .shareBelow(0.9)
    case .noData: (explanation.causes, explanation.isBroad) = ([], true)
    }
    notice.explanation = explanation
    let quote =
        tongue == .french
        ? "Toujours rien, écrivez à [courriel]" : "Still nothing, write to [e-mail]"
    notice.quotes = [Notice.Quote(quote, at: Timestamp("2026-03-09T09:10:00Z")!)]
    return notice
}
