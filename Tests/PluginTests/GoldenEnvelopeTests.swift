import Foundation
import Model
import PluginKit
import Testing

/// What goes over the wire, whole, for every kind and every natural state, a file a notifier and
/// language: `Tests/Golden/envelopes`.
///
/// `GOLDEN=accept swift test` writes what is said now; `git diff` is the review.
@Suite struct GoldenEnvelopeTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Golden/envelopes")

    @Test(arguments: notifierNames, Tongue.allCases)
    func envelopes(_ name: String, _ tongue: Tongue) throws {
        let said = cases(name, tongue).map { title, notice, contact in
            let envelope = notifier(name).envelope(for: notice, to: contact)
            return "=== \(title)\n" + EnvelopeText(envelope).text
        }.joined(separator: "\n")
        let golden = name + (tongue == .french ? "-fr" : "")
        let file = Self.folder.appendingPathComponent("\(golden).txt")
        if ProcessInfo.processInfo.environment["GOLDEN"] == "accept" {
            try FileManager.default.createDirectory(
                at: Self.folder, withIntermediateDirectories: true)
            try said.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == said)
    }

    private typealias Case = (title: String, notice: Notice, contact: Correspondence)

    private func cases(_ name: String, _ tongue: Tongue) -> [Case] {
        let contact = correspondence(name)
        let handle = name == "slack_bot" ? "C024BE91L/1503435956.000247" : "1187"
        let steps = Self.steps.map { kind, state -> Case in
            let notice =
                tongue == .french ? frenchNotice(kind, state) : notice(kind, state)
            return ("\(kind.name) \(state.name)", notice, contact)
        }
        let explained = AlertState.all.filter { $0 != .pending }.map { state -> Case in
            ("opened \(state.name), with causes", explainedNotice(state, tongue), contact)
        }
        let announced = Bulletin.Kind.allCases.map { kind -> Case in
            ("announced: \(kind.name)", announcement(kind, tongue), contact)
        }
        let drawn = [Notice.Kind.opened, .unacknowledged, .resolved, .acknowledged]
            .flatMap { kind -> [Case] in
                let notice = drawnNotice(kind, tongue)
                let linked = correspondence(name, handle: handle, linked: true)
                return [
                    ("\(kind.name), with a course", notice, contact),
                    ("\(kind.name), with a course, links and a message before", notice, linked),
                ]
            }
        return steps + of(tongue, contact) + explained + announced + drawn
    }

    /// In the states that the engine tells them in.
    private static let steps: [(Notice.Kind, AlertState)] = [
        (.opened, .firing(.info)), (.opened, .firing(.warning)), (.opened, .firing(.critical)),
        (.opened, .noData), (.escalated, .firing(.critical)), (.escalated, .noData),
        (.eased, .firing(.warning)), (.repeated, .firing(.critical)), (.repeated, .noData),
        (.resolved, .ok), (.occurred, .firing(.info)), (.acknowledged, .firing(.critical)),
        (.flapping, .firing(.warning)), (.unacknowledged, .firing(.critical)),
    ]

    /// With others, by a detector, and of a value that has to be sure.
    private func of(_ tongue: Tongue, _ contact: Correspondence) -> [Case] {
        let state = AlertState.firing(.warning)
        var all: [Case] = [
            ("opened, with others", bundledNotice(state), contact),
            ("opened, an anomaly", anomalousNotice(state), contact),
            ("opened, where the value has to be sure", sureNotice(state, tongue), contact),
        ]
        for place in all.indices { all[place].notice.tongue = tongue }
        return all
    }
}
