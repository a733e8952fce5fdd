import Language
import Model
import Plans
import PluginKit
import Yams

extension SettingsReader {
    private static let contactKeys = [
        "type", "url", "url_file", "secret_file", "allow_loopback", "rate",
    ]

    /// The contacts, their public half into the book and their secret half into the addresses.
    mutating func readContacts(_ node: Node, into settings: inout Settings) {
        for (key, node) in section(node, "`contacts`").entries {
            guard let name = contactName(key) else { continue }
            let section = section(node, "the contact `\(name)`", keys: Self.contactKeys)
            let notifier = notifier(of: name, at: key, section)
            let url = url(of: name, at: key, section)
            let hmac = secret("secret_file", of: section)
            let allowLoopback = value("allow_loopback", of: section) ?? false
            let rate = rate(section["rate"], standard: notifier?.rate)
            declared.append(name)
            guard let notifier, let rate, let url else { continue }
            let type = notifier.manifest.name
            settings.book.contacts.append(ContactPlan(name, type: type, rate: rate))
            settings.addresses[name] = ContactAddress(
                type: type, url: url, signing: hmac.map { [$0] } ?? [], allowLoopback: allowLoopback)
        }
    }

    private mutating func contactName(_ key: Node) -> String? {
        let name = key.string ?? ""
        let isName =
            !name.isEmpty
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        if isName { return name }
        complain(
            at: key, "`\(name)` is no name for a contact",
            help: "a name is made of letters, digits, `-`, `_` and `.`")
        return nil
    }

    private mutating func notifier(of name: String, at key: Node, _ section: Section)
        -> (any Notifier.Type)?
    {
        let names = registry.notifiers.map { $0.manifest.name }
        let known = "the types are " + names.map { "`\($0)`" }.joined(separator: ", ")
        guard let node = section["type"] else {
            complain(at: key, "the contact `\(name)` has no `type`", help: known)
            return nil
        }
        guard let type: String = value("type", of: section) else { return nil }
        if let notifier = registry.notifier(type) { return notifier }
        let near = suggestion(for: type, among: names)
        complain(
            at: node, "`\(type)` is not a type of contact",
            help: near.map { "did you mean `\($0)`?" } ?? known)
        return nil
    }

    private mutating func rate(_ node: Node?, standard: DeliveryRate?) -> DeliveryRate? {
        guard let node else { return standard }
        let section = section(node, "`rate`", keys: ["burst", "every"])
        let burst = value("burst", of: section, within: 1...10_000)
        let interval = value(
            "every", of: section, within: Interval.milliseconds(1)...Interval.hours(1))
        return standard.map {
            DeliveryRate(burst: burst ?? $0.burst, interval: interval ?? $0.interval)
        }
    }
}

// MARK: - Addresses and secrets

extension SettingsReader {
    private mutating func url(of name: String, at key: Node, _ section: Section) -> Secret? {
        switch (section["url"], section["url_file"]) {
        case (nil, nil):
            complain(
                at: key, "the contact `\(name)` has no address",
                help: "write `url_file: PATH`, or `url: \"https://…\"` where it is no secret")
            return nil
        case (.some, .some(let node)):
            complain(
                at: node, "the contact `\(name)` has both `url` and `url_file`",
                help: "leave one of them out")
            return nil
        case (.some(let node), nil):
            let text: String? = value("url", of: section)
            return text.flatMap { checked(Secret($0), at: node) }
        case (nil, .some(let node)):
            return secret("url_file", of: section).flatMap { checked($0, at: node) }
        }
    }

    /// The address again if it can be posted to. The complaint does not show it.
    private mutating func checked(_ url: Secret, at node: Node) -> Secret? {
        guard let fault = url.withText({ WebAddress.fault(in: $0) }) else { return url }
        complain(
            at: node, "the address \(fault)",
            help: "an address begins with `https://` or `http://` and names a host")
        return nil
    }

    mutating func secret(_ key: String, of section: Section) -> Secret? {
        guard let node = section[key], let name: String = value(key, of: section) else {
            return nil
        }
        do {
            return try shelf.secret(name)
        } catch {
            let (path, what) =
                switch error {
                case .unreadable(let path): (path, "cannot be read")
                case .empty(let path): (path, "is empty")
                case .tooLong(let path):
                    (path, "is longer than \(ByteSize(Limits.secretBytes))")
                case .notText(let path): (path, "is not UTF-8 text")
                }
            complain(
                at: node, "the secret file \(path) \(what)",
                help: "it holds the secret alone, and the user that runs vigie must be able to"
                    + " read it; or give it by `LoadCredential=` of systemd")
            return nil
        }
    }
}

// MARK: - Routes

extension SettingsReader {
    /// The routes in the order of the file, which is the order in which they are tried.
    mutating func routes(_ node: Node) -> [RoutePlan] {
        guard let sequence = node.sequence else {
            complain(
                at: node, "`routes` cannot be \(node.kind)",
                help: "write a list: `- match: { severity: critical }` and `notify: [ops]` below")
            return []
        }
        return sequence.map { route($0) }
    }

    private mutating func route(_ node: Node) -> RoutePlan {
        let section = section(node, "a route", keys: ["match", "notify"])
        var match = Labels()
        for (key, value) in section["match"].map({ self.section($0, "`match`") })?.entries ?? [] {
            let texts = texts(value, "`match`")
            guard let name = key.string, let text = texts.first else { continue }
            if texts.count > 1 {
                complain(
                    at: value, "`\(name)` of a route has more than one value",
                    help: "write a route for each: the first that fits decides")
            }
            match.pairs.append(Labels.Pair(name, text))
            if name == "severity" { checkSeverity(text, at: value) }
        }
        guard let list = section["notify"] else {
            complain(
                at: node, "a route has no `notify`",
                help: "name the contacts that are told: `notify: [ops]`")
            return RoutePlan(match: match, notify: [])
        }
        return RoutePlan(match: match, notify: contacts(list))
    }

    private mutating func checkSeverity(_ text: String, at node: Node) {
        let names = Severity.allCases.map(\.name)
        if names.contains(text) { return }
        complain(
            at: node, "`\(text)` is not a severity",
            help: "the severities are " + names.map { "`\($0)`" }.joined(separator: ", "))
    }

    private mutating func contacts(_ node: Node) -> [String] {
        let names = texts(node, "`notify`")
        for item in node.sequence.map(Array.init) ?? [node] {
            guard let name = item.scalar?.string, !declared.contains(name) else { continue }
            let near = suggestion(for: name, among: declared)
            complain(
                at: item, "there is no contact `\(name)`",
                help: near.map { "did you mean `\($0)`?" } ?? "`contacts` lists them")
        }
        return names
    }
}
