import Core
import Language
import Model
import Plans
import PluginKit
import Yams

/// Reads the tree of a vigie.yaml, goes on after a mistake, and so finds them all in one run.
struct SettingsReader {
    let file: String
    let registry: Registry
    let shelf: SecretShelf
    var faults: [SettingsFault] = []
    /// Every contact that is named, be it well described or not: one mistake there is not a second
    /// one in `routes`.
    var declared: [String] = []

    mutating func settings(_ root: Node) -> Settings {
        let top = section(
            root, "the settings",
            keys: [
                "rules", "state", "listen", "journal", "checkpoint", "limits", "language",
                "public_url", "http", "audit", "contacts", "routes", "privacy",
            ])
        var settings = Settings()
        settings.rules = top["rules"].map { paths($0) } ?? settings.rules
        settings.state = value("state", of: top).map { path($0) } ?? settings.state
        settings.listen = top["listen"].map { listen($0) } ?? settings.listen
        if let node = top["journal"] { read(node, into: &settings.journal) }
        if let node = top["checkpoint"] {
            let section = section(node, "`checkpoint`", keys: ["every"])
            let every = value("every", of: section, within: Interval.seconds(1)...Interval.hours(1))
            settings.checkpointEvery = every ?? settings.checkpointEvery
        }
        settings.http = top["http"].map { httpTerms($0) } ?? settings.http
        settings.audit = value("audit", of: top).map { path($0) }
        if let node = top["limits"] { readLimits(node, into: &settings) }
        settings.language = value("language", of: top) ?? settings.language
        settings.publicURL = publicURL(of: top)
        if let node = top["privacy"] { settings.privacyKey = privacyKey(node) }
        if let node = top["contacts"] { readContacts(node, into: &settings) }
        if let node = top["routes"] { settings.book.routes = routes(node) }
        return settings
    }

    private mutating func listen(_ node: Node) -> Settings.Listen {
        let section = section(node, "`listen`", keys: ["http", "tcp", "udp", "unix"])
        return Settings.Listen(
            http: value("http", of: section), tcp: value("tcp", of: section),
            udp: value("udp", of: section), unix: value("unix", of: section).map { path($0) })
    }

    private mutating func read(_ node: Node, into journal: inout Settings.Journal) {
        let section = section(node, "`journal`", keys: ["sync", "limit"])
        journal.sync = value("sync", of: section) ?? journal.sync
        let sizes = ByteSize(1 << 20)...ByteSize(1 << 50)
        journal.limit = value("limit", of: section, within: sizes) ?? journal.limit
    }

    /// The secret that the key is made of, which several daemons may share.
    private mutating func privacyKey(_ node: Node) -> PrivacyKey? {
        let section = section(node, "`privacy`", keys: ["key_file"])
        return secret("key_file", of: section).map { secret in
            secret.withText { PrivacyKey(secret: Array($0.utf8)) }
        }
    }

    private mutating func publicURL(of top: Section) -> String? {
        guard let node = top["public_url"], let text: String = value("public_url", of: top) else {
            return nil
        }
        guard WebAddress.fault(in: text) == nil, !text.contains(where: { "?#@".contains($0) })
        else {
            complain(
                at: node, "`public_url` is not the address of this daemon",
                help: "write it as a browser would reach it: `https://vigie.example.org`")
            return nil
        }
        return text
    }

    private mutating func readLimits(_ node: Node, into settings: inout Settings) {
        let section = section(node, "`limits`", keys: ["series", "groups_per_kpi", "line_bytes"])
        let bounds = settings.bounds
        settings.bounds.series =
            value("series", of: section, within: 1...100_000_000) ?? bounds.series
        settings.bounds.groupsPerKPI =
            value("groups_per_kpi", of: section, within: 1...10_000_000) ?? bounds.groupsPerKPI
        let sizes = ByteSize(256)...ByteSize(16 << 20)
        settings.bounds.lineBytes =
            value("line_bytes", of: section, within: sizes)?.bytes ?? bounds.lineBytes
    }

    /// A path of the file is meant from where the file is.
    private func path(_ text: String) -> String { resolved(text, in: shelf.folder) }

    private mutating func paths(_ node: Node) -> [String] {
        let paths = texts(node, "`rules`").map { path($0) }
        if paths.isEmpty {
            complain(
                at: node, "`rules` names no folder",
                help: "write a folder or a list of them: `rules: /etc/vigie/rules`")
        }
        return paths
    }
}

// MARK: - Parts of a tree

/// The entries of one mapping; an entry without a value is left out, as if it had been left to a
/// comment.
struct Section {
    var entries: [(key: Node, value: Node)] = []

    subscript(key: String) -> Node? { entries.first { $0.key.string == key }?.value }
}

extension SettingsReader {
    mutating func complain(at node: Node, _ message: String, help: String) {
        let mark = node.mark
        faults.append(
            SettingsFault(
                file: file, line: mark?.line, column: mark?.column, message: message, help: help))
    }

    /// The entries of a mapping; those that are not among `keys` are faults.
    mutating func section(_ node: Node, _ title: String, keys: [String]) -> Section {
        let all = section(node, title)
        complainOfOthers(than: keys, in: all, title)
        return all
    }

    mutating func complainOfOthers(than keys: [String], in all: Section, _ title: String) {
        for (key, _) in all.entries where !keys.contains(key.string ?? "") {
            let name = key.string ?? ""
            let near =
                keys.first { $0 == name + "_file" } ?? suggestion(for: name, among: keys)
            let known = keys.map { "`\($0)`" }.joined(separator: ", ")
            complain(
                at: key, "`\(name)` is not a key of \(title)",
                help: near.map { "did you mean `\($0)`?" } ?? "the keys are \(known)")
        }
    }

    /// The entries of a mapping whose keys are names of the site's own.
    mutating func section(_ node: Node, _ title: String) -> Section {
        if node.isNothing { return Section() }
        guard let mapping = node.mapping else {
            complain(
                at: node, "\(title) cannot be \(node.kind)",
                help: "write keys and values, a `key: value` a line")
            return Section()
        }
        return Section(entries: mapping.filter { !$0.value.isNothing }.map { ($0.key, $0.value) })
    }

    mutating func value<Value: WrittenValue>(_ key: String, of section: Section) -> Value? {
        guard let node = section[key] else { return nil }
        guard let text = node.scalar?.string else {
            complain(at: node, "`\(key)` cannot be \(node.kind)", help: Value.advice)
            return nil
        }
        guard let value = Value(written: text) else {
            complain(at: node, "`\(text)` is not \(Value.noun)", help: Value.advice)
            return nil
        }
        return value
    }

    mutating func value<Value: WrittenValue & Comparable>(
        _ key: String, of section: Section, within range: ClosedRange<Value>
    ) -> Value? {
        guard let value: Value = value(key, of: section), let node = section[key] else {
            return nil
        }
        if range.contains(value) { return value }
        complain(
            at: node, "`\(key)` cannot be \(value)",
            help: "it may be from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    /// One text or a list of them.
    mutating func texts(_ node: Node, _ title: String) -> [String] {
        var texts: [String] = []
        for item in node.sequence.map(Array.init) ?? [node] {
            if let text = item.scalar?.string, !item.isNothing {
                texts.append(text)
            } else {
                complain(
                    at: item, "\(title) cannot hold \(item.kind)",
                    help: "write a text, or a list of texts in brackets")
            }
        }
        return texts
    }
}

extension Node {
    /// `key:` with nothing after it, `~` or `null`.
    var isNothing: Bool {
        guard let scalar, scalar.style == .plain || scalar.style == .any else { return false }
        return ["", "~", "null"].contains(scalar.string)
    }

    /// What it is, as in "cannot be …".
    var kind: String {
        switch self {
        case .scalar: isNothing ? "nothing" : "a single value"
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }
}
