import Calendars
import Core
import Model
import Plans
import PluginKit

/// A made-up company to watch: its streams, and two sets of rules between which its operator goes
/// to and fro.
enum Shop {
    static let channels = ["chat", "phone", "email", "store"]
    static let teams = ["lille", "lyon"]

    /// What the operator has in force: each part is changed by itself.
    struct Settings: Equatable {
        /// `first` or `second`.
        var rules = "first"
        /// `all`, `few` or `slow`.
        var book = "all"
        var series = 24

        var ruleSet: RuleSet {
            var bounds = Bounds()
            bounds.series = series
            return RuleSet(
                files: [.init(path: "shop.vigie", text: rules)], book: Shop.book(book),
                bounds: bounds)
        }
    }

    static let contacts = ["room", "hook"]
    /// The most that is ever allowed.
    static let mostSeries = 40

    private static func book(_ name: String) -> ContactBook {
        let burst = name == "slow" ? 1 : 20
        var room = ContactPlan(
            "room", type: "slack", rate: DeliveryRate(burst: 1, interval: .seconds(1)))
        room.remind = .minutes(40)
        room.digest = DigestPlan(minute: 8 * 60)
        var hook = ContactPlan(
            "hook", type: "webhook",
            rate: DeliveryRate(burst: burst, interval: .milliseconds(name == "slow" ? 2_000 : 50)))
        hook.storm = 3
        if name == "all" { hook.escalation = .init(to: "room", after: .minutes(30)) }
        return ContactBook(
            contacts: name == "few" ? [hook] : [room, hook],
            routes: [
                RoutePlan(
                    match: Labels([.init("severity", "critical")]),
                    notify: [name == "slow" ? "room" : "hook"]),
                RoutePlan(match: Labels(), notify: ["hook"]),
            ])
    }

    /// No files are no rules, as an engine begins and as it may be saved.
    ///
    /// - Parameter ignoringLimits: as a program would that has forgotten what the site allows.
    static func linker(_ registry: Registry, ignoringLimits: Bool = false) -> Linker {
        { rules in
            var rules = rules
            if ignoringLimits { rules.bounds.series = 1_000 }
            let plan: Plan
            switch rules.files.first?.text {
            case nil: plan = Plan()
            case "second": plan = second
            default: plan = first
            }
            return Program(plan, from: rules, with: registry)
        }
    }

    private static let first = Plan(
        streams: [contact, cart],
        kpis: [
            wait("mean"), worst, abandoned, gap, all, apart, today, standing, events,
            hourly,
        ],
        alerts: [slow(180), gone, silent, wide, later, unheard, inHours, dear, sure, odd])
    private static let second = Plan(
        streams: [contact, cart],
        kpis: [abandoned, all, wait("mean"), gap, calls, today, standing, events],
        alerts: [later, gone, slow(240), busy, wide, inHours, sure, odd])

    private static let contact = StreamPlan(
        "contact", tags: [TagPlan("channel"), TagPlan("team")],
        fields: [FieldPlan("wait", .duration), FieldPlan("id", .text)], id: "id",
        late: .minutes(10))
    private static let cart = StreamPlan(
        "cart", tags: [TagPlan("event", values: ["created", "abandoned"])],
        fields: [FieldPlan("amount", .money("EUR"))], late: .minutes(5))

    private static func aggregate(
        _ stream: String, _ function: String, _ operand: OperandPlan = .event,
        where filter: Predicate = .always, level: Double? = nil
    ) -> AggregatePlan {
        let parameters = level.map { [Parameter("level", 0...1, standard: $0, "")] } ?? []
        guard let arguments = try? Arguments(for: parameters) else {
            preconditionFailure("standard values are within their ranges")
        }
        return AggregatePlan(
            stream: stream, filter: filter, function: function, arguments: arguments,
            operand: operand)
    }
}

// MARK: KPIs

extension Shop {
    private static func wait(_ function: String) -> KPIPlan {
        KPIPlan(
            "wait", aggregates: [aggregate("contact", function, .field("wait"))],
            value: .aggregate(0), unit: .duration, by: ["channel"], over: .minutes(5),
            every: .minutes(1), needs: 2)
    }
    private static let worst = KPIPlan(
        "worst", aggregates: [aggregate("contact", "quantile", .field("wait"), level: 0.9)],
        value: .aggregate(0), unit: .duration, by: ["channel", "team"], over: .minutes(15),
        every: .minutes(5), groupLimit: 6)
    private static let abandoned = KPIPlan(
        "abandoned",
        aggregates: [
            aggregate("cart", "count", where: .tag("event", .equal, "abandoned")),
            aggregate("cart", "count", where: .tag("event", .equal, "created")),
        ], value: .arithmetic(.aggregate(0), .divide, .aggregate(1)), unit: .percent,
        over: .minutes(30), every: .minutes(2))
    private static let all = KPIPlan(
        "all", aggregates: [aggregate("contact", "max", .field("wait"))], value: .aggregate(0),
        unit: .duration, over: .minutes(20), every: .seconds(30))
    private static let gap = KPIPlan(
        "gap", aggregates: [], value: .arithmetic(.kpi("all"), .subtract, .kpi("wait")),
        unit: .duration, by: ["channel"], over: .minutes(5), every: .minutes(3))
    private static let calls = KPIPlan(
        "calls", aggregates: [aggregate("contact", "distinct", .field("id"))],
        value: .aggregate(0), unit: .count, by: ["team"], over: .hours(1), every: .minutes(1))
}

// MARK: what looks beyond its own value

extension Shop {
    private static let apart = KPIPlan(
        "apart", aggregates: [], value: .groups(.spread, of: "wait"), unit: .duration,
        over: .minutes(5), every: .minutes(1))
    /// Of the calendar: it begins anew each hour.
    private static let today = KPIPlan(
        "today", aggregates: [aggregate("contact", "count")], value: .aggregate(0), unit: .count,
        by: ["team"], over: .hours(1), every: .minutes(1),
        period: PeriodPlan(Period(.hour, in: .utc)))
    private static let events = KPIPlan(
        "contact events", aggregates: [aggregate("contact", "count")], value: .aggregate(0),
        unit: .count, by: ["channel"], over: .minutes(1), every: .minutes(1), isImplied: true)

    /// Compares with the past and with the others, gives way to another alert, and waits for its
    /// like.
    private static let later = AlertPlan(
        "later", on: "wait",
        ladder: [
            Rung(.info, when: above(.arithmetic(.number(1.5), .multiply, .ago(.minutes(30))))),
            Rung(.critical, when: above(.arithmetic(.number(3), .multiply, .peers))),
        ],
        message: MessagePlan(
            notify: ["hook"], unless: ["slow"],
            bundle: MessagePlan.Bundle(within: .minutes(2))))
    /// Asks how sure a mean is, and how sure it was.
    private static let sure = AlertPlan(
        "sure", on: "wait",
        ladder: [
            Rung(.info, when: above(.number(150), surely: 0.05, .all)),
            Rung(.warning, when: above(.ago(.minutes(20)), surely: 0.01, .each)),
        ], message: MessagePlan(notify: ["hook"]))
    /// Learns what is normal, and tells what is not.
    private static let odd = AlertPlan(
        "odd", on: "wait",
        ladder: [
            Rung(.info, when: above(.arithmetic(.number(1.2), .multiply, .baseline(weeks: 1)))),
            Rung(
                .warning,
                when: HeldCondition(
                    .anomalous(
                        AnomalyPlan(
                            "auto", .none,
                            for: Subject(.duration, every: .minutes(1), over: .minutes(5)),
                            bar: .budget(FalseAlarms(10, per: .days(1))))))),
        ],
        season: Season(zone: kathmandu),
        message: MessagePlan(notify: ["room"], bundle: MessagePlan.Bundle(within: .zero)))
    private static let unheard = AlertPlan(
        "unheard", on: "contact events",
        ladder: [
            Rung(.warning, when: HeldCondition(.silent("contact events"), lasting: .minutes(15)))
        ], message: MessagePlan(notify: ["room"]))
    private static let inHours = AlertPlan(
        "in hours", on: "today", ladder: [Rung(.info, when: above(.number(40), for: .minutes(9)))],
        repeatEvery: .hours(2),
        during: OpeningCalendar(
            name: "desk", zone: .utc,
            week: Dictionary(
                uniqueKeysWithValues: Weekday.allCases.map {
                    ($0, [OpeningCalendar.Opening(from: .hours(8), to: .hours(18))])
                })))
}

// MARK: windows of the calendar over samples that know their series

extension Shop {
    /// Its midnight is at 18:15 UTC, which short runs come across too.
    private static let kathmandu = Zone(name: "Asia/Kathmandu", ahead: .minutes(345))

    private static let standing = calendar(
        "standing", "sum_of_latest", PeriodPlan(Period(.day, in: kathmandu)), by: ["team"])
    private static let hourly = calendar(
        "hourly", "increase", PeriodPlan(Period(.hour, in: kathmandu), isClosedOnly: true),
        by: ["channel"])
    private static let dear = AlertPlan(
        "dear", on: "hourly", ladder: [Rung(.info, when: above(.number(3_000)))],
        noData: .alarm(.warning, after: .hours(3)))

    private static func calendar(
        _ name: String, _ function: String, _ period: PeriodPlan, by: [String]
    ) -> KPIPlan {
        KPIPlan(
            name, aggregates: [aggregate("contact", function, .field("wait"))],
            value: .aggregate(0), unit: .duration, by: by, over: period.period.longest,
            every: .minutes(5), period: period)
    }
}

// MARK: alerts

extension Shop {
    private static func above(
        _ limit: Quantity, surely error: Double, _ looks: Confidence.Looks
    ) -> HeldCondition {
        HeldCondition(
            .confident(.value, .greater, limit, Confidence(error: error, looks: looks)))
    }

    private static func above(_ limit: Quantity, for lasting: Interval = .zero) -> HeldCondition {
        HeldCondition(.compare(.value, .greater, limit), lasting: lasting)
    }

    private static func slow(_ limit: Double) -> AlertPlan {
        AlertPlan(
            "slow", on: "wait",
            ladder: [
                Rung(.warning, when: above(.number(limit), for: .minutes(2))),
                Rung(.critical, when: above(.number(2 * limit), for: .minutes(5))),
            ],
            recover: HeldCondition(
                .compare(.value, .less, .number(0.8 * limit)), lasting: .minutes(2)),
            repeatEvery: .hours(1), message: MessagePlan(notify: ["room", "hook"]))
    }
    private static let gone = AlertPlan(
        "gone", on: "abandoned", ladder: [Rung(.info, when: above(.number(0.6)))], noData: .ok)
    private static let silent = AlertPlan(
        "silent", on: "worst", ladder: [Rung(.warning, when: above(.number(900)))],
        noData: .alarm(.critical, after: .minutes(20)), message: MessagePlan(notify: ["hook"]))
    private static let wide = AlertPlan(
        "wide", on: "gap",
        ladder: [Rung(.warning, when: above(.kpi("wait"), for: .minutes(6)))],
        message: MessagePlan(notify: ["room"]))
    private static let busy = AlertPlan(
        "busy", on: "calls", ladder: [Rung(.info, when: above(.number(150)))])
}
