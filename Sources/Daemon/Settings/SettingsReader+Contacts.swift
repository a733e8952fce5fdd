import Language
import Model
import Plans
import PluginKit
import Yams

extension SettingsReader {
    /// What any contact may say; those of its type come on top.
    private static let contactKeys = [
        "type", "url", "url_file", "token_file", "secret_file", "allow_loopback",
        "allow_unencrypted", "rate", "proxy", "proxy_file", "ca_file", "client_certificate",
        "client_key", "hours", "urgent", "storm", "acknowledge", "digest",
    ]

    /// One contact as it stands in the file.
    struct ContactEntry {
        var name: String
        var key: Node
        var section: Section
        var notifier: (any Notifier.Type)?

        var terms: ContactTerms { notifier?.terms ?? ContactTerms() }
    }

    /// The contacts, their public half into the book and their secret half into the addresses.
    mutating func readContacts(_ node: Node, into settings: inout Settings) {
        let entries = section(node, "`contacts`").entries.compactMap { key, value in
            contactName(key).map { entry($0, key, value) }
        }
        declared = entries.map(\.name)
        for entry in entries {
            let plan = plan(of: entry)
            guard let plan, let address = address(of: entry) else { continue }
            settings.book.contacts.append(plan)
            settings.addresses[entry.name] = address
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

    private mutating func entry(_ name: String, _ key: Node, _ node: Node) -> ContactEntry {
        let title = "the contact `\(name)`"
        let all = section(node, title)
        let notifier = notifier(of: name, at: key, all)
        // Of a type that there is not, it may be that of any type.
        let types = notifier.map { [$0] } ?? registry.notifiers
        let options = types.flatMap { $0.terms.options.map(\.name) }
        complainOfOthers(than: Self.contactKeys + options, in: all, title)
        return ContactEntry(name: name, key: key, section: all, notifier: notifier)
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
}
