public import ArgumentParser
import Calendars
import Daemon
import Foundation
import Locks
import Model
import Plans
public import PluginKit

struct Contact: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the contacts of the settings, or sends a sample to one.",
        subcommands: [ListOfContacts.self, ContactTest.self])

    struct SettingsOption: ParsableArguments {
        @Option(help: "The settings.") var config = "/etc/vigie/vigie.yaml"

        func settings() throws -> Settings {
            do { return try Settings.load(config, registry: builtins) } catch {
                throw refuse(error)
            }
        }
    }
}

struct ListOfContacts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Who can be told, how fast, when, and by whose routes.")

    @OptionGroup var file: Contact.SettingsOption

    func run() throws {
        let book = try file.settings().book
        let rows = book.contacts.map { contact in
            [contact.name, contact.type, rate(contact.rate), habits(of: contact)]
        }
        print(aligned([["contact", "type", "at most", "and"]] + rows))
    }

    private func rate(_ rate: DeliveryRate) -> String {
        "\(rate.burst) at once, 1 each \(rate.interval)"
    }

    private func habits(of contact: ContactPlan) -> String {
        var habits: [String] = []
        if !contact.hours.isEmpty {
            let urgent = contact.urgent.map { "\($0.name) always" } ?? "nothing else"
            habits.append("in the hours of \(contact.hours), \(urgent)")
        }
        if let remind = contact.remind { habits.append("reminded after \(remind)") }
        if let escalation = contact.escalation {
            habits.append("\(escalation.contact) after \(escalation.after)")
        }
        if let digest = contact.digest {
            habits.append(digest.weekday.map { "a digest each \($0.word)" } ?? "a digest each day")
        }
        return habits.joined(separator: "; ")
    }
}

struct ContactTest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Sends a sample to one contact and says what came back.",
        discussion: """
            From here and now, by the settings, without a daemon: an incident that opens and is \
            resolved, so that nobody stays paged. It says TEST, and with `public_url` it has the \
            links and the picture that messages have, which lead to no incident. Secrets are not \
            shown. Ends with 0 if all was taken and with 1 if not.
            """)

    @Argument(help: "The contact, by its name in the settings.") var name: String
    @OptionGroup var file: Contact.SettingsOption
    @Option(help: "Another kind of message; what opens an incident is followed by its end.")
    var kind: PluginKit.Notification.Kind?

    func run() throws {
        let settings = try file.settings()
        guard let plan = settings.book.contacts.first(where: { $0.name == name }),
            let address = settings.addresses[name],
            var call = TestCall(
                contact: name, at: address, registry: builtins, version: Vigie.version,
                links: Links.ofSamples(settings))
        else {
            let names = settings.book.contacts.map { "`\($0.name)`" }.joined(separator: ", ")
            throw refuse(
                "there is no contact `\(name)`; there are \(names.isEmpty ? "none" : names)")
        }
        let now = Timestamp.wallClock.aligned(to: .seconds(1))
        let sample = SampleIncident(tongue: settings.language, at: now)
        var isFine = true
        let kind = kind ?? .opened
        guard kind != .announced || plan.tellsBulletins else {
            throw refuse("a contact of type `\(plan.type)` is told of incidents alone")
        }
        let kinds = kind.leavesOpen ? [kind, .resolved] : [kind]
        for (place, kind) in kinds.enumerated() {
            if place > 0 { pause(plan.rate) }
            let exchanges = call.send(
                sample.notification(kind), id: "\(sample.incident)-\(place)", at: .wallClock)
            print("\(place > 0 ? "\n" : "")\(kind.name), to \(name) (\(plan.type))")
            print(exchanges.map(text).joined(separator: "\n\n"))
            isFine = isFine && exchanges.allSatisfy { $0.outcome == .delivered }
        }
        if !isFine { throw ExitCode.findings }
    }

    /// As fast as the service takes it, and no faster.
    private func pause(_ rate: DeliveryRate) {
        guard rate.burst < 2 else { return }
        Thread.sleep(forTimeInterval: min(rate.interval, .seconds(5)).seconds)
    }

    private func text(of exchange: TestCall.Exchange) -> String {
        let milliseconds = Int((exchange.took / Duration.milliseconds(1)).rounded())
        let verdict =
            switch exchange.outcome {
            case .delivered: "delivered"
            case .refused(let reason): "refused: \(reason)"
            case .later(let reason, let after):
                "not now: \(reason)" + (after.map { ", again after \($0)" } ?? "")
            }
        let parts = [
            exchange.request, "", exchange.body, "", "< \(exchange.answer)",
            "\(verdict) (\(milliseconds) ms)",
        ]
        return parts.joined(separator: "\n").split(
            separator: "\n", omittingEmptySubsequences: false
        )
        .map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
    }
}

extension PluginKit.Notification.Kind {
    /// Whether somebody may be paged until it is resolved.
    fileprivate var leavesOpen: Bool {
        switch self {
        case .opened, .escalated, .eased, .repeated, .flapping, .unacknowledged: true
        case .resolved, .occurred, .acknowledged, .announced: false
        }
    }
}

extension PluginKit.Notification.Kind: ExpressibleByArgument {
    public init?(argument: String) {
        guard let kind = Self.allCases.first(where: { $0.name == argument }) else { return nil }
        self = kind
    }

    public static var allValueStrings: [String] { allCases.map(\.name) }
}
