import Calendars
import Fixtures
import Foundation
import Model
import Plans
import PluginKit
import Testing

@testable import Reporting

/// A week as a chat room reads it, in both tongues: the golden files are what is said.
@Suite struct DigestTests {
    private static let monday = Timestamp("2026-03-09") ?? .zero
    private static let span = ReportSpan(monday, monday + .days(7))

    private static let kpis = [
        KPIPlan(
            "on_time", title: "On-time delivery", aggregates: [], value: .number(0),
            unit: .percent, over: .days(1), every: .hours(1), better: .higher,
            names: [.init(.french, "Livraisons à l'heure")]),
        KPIPlan(
            "wait", title: "Waiting time", aggregates: [], value: .number(0), unit: .duration,
            over: .days(1), every: .hours(1), better: .lower,
            names: [.init(.french, "Temps d'attente")]),
        KPIPlan(
            "answers", title: "Answers", aggregates: [], value: .number(0), unit: .count,
            over: .days(1), every: .hours(1), names: [.init(.french, "Réponses")]),
        KPIPlan(
            "stock", title: "Stock", aggregates: [], value: .number(0), unit: .count,
            over: .days(1), every: .hours(1), names: [.init(.french, "Stock")]),
    ]

    private static let plan = Plan(
        kpis: kpis,
        alerts: [
            AlertPlan(
                "late_parcels", on: "on_time", ladder: [],
                message: MessagePlan(owner: "logistics")),
            AlertPlan("slow", on: "wait", ladder: [], message: MessagePlan(owner: "support")),
            AlertPlan("few", on: "answers", ladder: [], message: MessagePlan(owner: "support")),
        ])

    private func incident(
        _ alert: String, _ day: Int64, _ hours: Int64?, cause: String? = nil, _ tongue: Tongue
    ) -> DigestIncident {
        let opened = Self.monday + .days(day) + .minutes(560)
        return DigestIncident(
            .init(
                alert, Labels([.init("region", "HDF")]), opened: opened,
                ended: hours.map { opened + .hours($0) }, worst: .firing(.warning)),
            Self.plan, in: tongue, cause: cause)
    }

    private func digest(_ tongue: Tongue, owner: String? = nil) -> Digest {
        var digest = Digest(of: Self.span, in: .utc, by: owner, tongue: tongue)
        let cause =
            tongue == .french
            ? "le transporteur b explique 11 des 14 points"
            : "carrier b accounts for 11 of the 14 points"
        digest.add(
            [
                incident("late_parcels", 1, 83, cause: cause, tongue),
                incident("slow", -9, 3, tongue), incident("slow", -1, 26, tongue),
            ] + (0..<5).map { incident("slow", $0, 1, tongue) } + [
                incident("slow", 6, nil, tongue)
            ],
            Self.plan)
        digest.add(Self.kpis) { kpi in
            switch kpi.name {
            case "on_time": ValueBook.Entry(0.9, samples: 900, range: 0.88...0.92)
            case "wait": ValueBook.Entry(95, samples: 900, range: 90...100)
            case "stock": ValueBook.Entry(7, samples: 9)
            default: nil
            }
        } before: { kpi in
            switch kpi.name {
            case "on_time": ValueBook.Entry(0.95, samples: 900, range: 0.94...0.96)
            case "wait": ValueBook.Entry(94, samples: 900, range: 89...99)
            case "stock": ValueBook.Entry(8, samples: 9)
            default: ValueBook.Entry(120, samples: 120, range: 100...140)
            }
        } goal: {
            $0.name == "on_time" ? Goal(0.95, due: nil) : nil
        }
        digest.add(Goal(0.95, due: nil), of: Self.kpis[0], value: 0.9)
        digest.add(Goal(100, due: nil), of: Self.kpis[1], value: 95)
        return digest
    }

    @Test(arguments: Tongue.allCases)
    func asItIsSaid(_ tongue: Tongue) throws {
        try expect(digest(tongue).text + "\n", in: "Tests/Golden/digests/week-\(tongue.code).txt")
    }

    @Test func asProgramsReadIt() throws {
        try expect(digest(.english).json.line + "\n", in: "Tests/Golden/digests/week.json")
    }

    @Test func aQuietWeek() throws {
        var digest = Digest(of: Self.span, in: .utc)
        digest.add([], Self.plan)
        #expect(
            digest.text
                == "The digest, Monday 9 to Sunday 15 March 2026\n\nThere was no incident.\n\n"
                + "Quiet alerts: 3 of 3 (late_parcels, slow, few).")
    }

    @Test func ofOneOwner() {
        let said = digest(.english, owner: "logistics").text
        #expect(said.hasPrefix("The digest for logistics, "))
        #expect(said.contains("1 incident opened, 0 still open."))
        #expect(!said.contains("support"))
    }

    @Test func weeksByTheirNames() {
        #expect(ISOWeek("2026-W11")?.monday == Day("2026-03-09"))
        #expect(ISOWeek("2026-W01")?.monday == Day("2025-12-29"))
        #expect(ISOWeek("2026-W53")?.monday == Day("2026-12-28"))
        for text in ["2025-W53", "2026-W00", "2026-11", "W11", "2026-W1"] {
            #expect(ISOWeek(text) == nil, "\(text)")
        }
    }

    /// As golden files do: with `GOLDEN=accept` in the environment what is said now is written.
    private func expect(_ said: String, in path: String) throws {
        if ProcessInfo.processInfo.environment["GOLDEN"] == "accept" {
            return try Repository.write(said, to: path)
        }
        #expect(said == Repository.text(path), "\(path)")
    }
}
