import Foundation
import Model
import Plans
import PluginKit
import Yams

// Where a contact is, how it is reached, and what proves who writes.
extension SettingsReader {
    /// nil: something that a message could not go without was wrong, and has been complained of.
    mutating func address(of entry: ContactEntry) -> ContactAddress? {
        let section = entry.section
        let url = url(of: entry)
        var address = ContactAddress(
            type: entry.notifier?.manifest.name ?? "", url: url ?? Secret(""),
            signing: signing(section), allowLoopback: value("allow_loopback", of: section) ?? false)
        address.options = options(of: entry)
        address.token = token(of: entry, address.options)
        address.allowUnencrypted = value("allow_unencrypted", of: section) ?? false
        address.proxy = proxy(section)
        address.authorities = file("ca_file", of: section)
        address.identity = identity(section)
        checkMail(entry, address)
        checkPlace(entry, address)
        return url == nil ? nil : address
    }

    /// An address in figures that nothing will ever be sent to. What a name leads to is seen when
    /// it is looked up, and may be something else by then.
    private mutating func checkPlace(_ entry: ContactEntry, _ address: ContactAddress) {
        guard !address.allowLoopback else { return }
        for (keys, url) in [
            (["url", "url_file"], address.url), (["proxy", "proxy_file"], address.proxy),
        ] {
            let host = url?.withText { WebAddress.host(of: $0) }
            guard let host, PeerAddress(host)?.isLocal == true else { continue }
            complain(
                at: keys.lazy.compactMap { entry.section[$0] }.first ?? entry.key,
                "the contact `\(entry.name)` is at \(host), an address of this machine or of its"
                    + " link",
                help: "nothing is sent there; if it is meant, say `allow_loopback: true`")
        }
    }

    private mutating func url(of entry: ContactEntry) -> Secret? {
        let (section, terms) = (entry.section, entry.terms)
        switch (section["url"], section["url_file"]) {
        case (nil, nil):
            if !terms.address.isEmpty { return Secret(terms.address) }
            complain(
                at: entry.key, "the contact `\(entry.name)` has no address",
                help: "write `url_file: PATH`, or `url: \"\(terms.schemes[0])://…\"` where it is"
                    + " no secret")
            return nil
        case (.some, .some(let node)):
            complain(
                at: node, "the contact `\(entry.name)` has both `url` and `url_file`",
                help: "leave one of them out")
            return nil
        case (.some(let node), nil):
            let text: String? = value("url", of: section)
            return text.flatMap { checked(Secret($0), at: node, terms.schemes) }
        case (nil, .some(let node)):
            return secret("url_file", of: section).flatMap { checked($0, at: node, terms.schemes) }
        }
    }

    /// The address again if it can be written to. The complaint does not show it.
    private mutating func checked(_ url: Secret, at node: Node, _ schemes: [String]) -> Secret? {
        guard let fault = url.withText({ WebAddress.fault(in: $0, schemes: schemes) }) else {
            return url
        }
        let beginnings = schemes.map { "`\($0)://`" }.joined(separator: " or ")
        complain(
            at: node, "the address \(fault)",
            help: "an address begins with \(beginnings) and names a host")
        return nil
    }

    private mutating func proxy(_ section: Section) -> Secret? {
        if let node = section["proxy"], section["proxy_file"] != nil {
            complain(
                at: node, "there is both `proxy` and `proxy_file`", help: "leave one of them out")
        }
        let schemes = ["http", "https", "socks5", "socks5h"]
        if let node = section["proxy_file"] {
            return secret("proxy_file", of: section).flatMap { checked($0, at: node, schemes) }
        }
        guard let node = section["proxy"], let text: String = value("proxy", of: section) else {
            return nil
        }
        return checked(Secret(text), at: node, schemes)
    }

    /// One secret, or two while one takes the place of the other.
    private mutating func signing(_ section: Section) -> [Secret] {
        guard let node = section["secret_file"] else { return [] }
        let names = texts(node, "`secret_file`")
        if names.count > 2 {
            complain(
                at: node, "`secret_file` has more than two files",
                help: "while a secret is replaced, list the new one and the old")
        }
        return names.compactMap { secret(named: $0, at: node) }
    }

    private mutating func options(of entry: ContactEntry) -> Labels {
        var options = Labels()
        for option in entry.terms.options {
            guard let node = entry.section[option.name] else {
                if option.isRequired {
                    complain(
                        at: entry.key, "the contact `\(entry.name)` has no `\(option.name)`",
                        help: "write `\(option.name): …`: \(option.meaning)")
                }
                continue
            }
            let text = texts(node, "`\(option.name)`").joined(separator: ", ")
            options.pairs.append(Labels.Pair(option.name, text))
        }
        return options
    }

    private mutating func token(of entry: ContactEntry, _ options: Labels) -> Secret? {
        let isNeeded =
            switch entry.terms.token {
            case .optionalBearer: false
            case .bearer, .inBody: true
            case .password: options["user"] != nil
            }
        guard let node = entry.section["token_file"] else {
            if isNeeded {
                complain(
                    at: entry.key, "the contact `\(entry.name)` has no `token_file`",
                    help: "name the file that holds its token or password: `token_file: PATH`")
            }
            return nil
        }
        if case .password = entry.terms.token, !isNeeded {
            complain(
                at: node, "`token_file` holds a password, and there is no `user`",
                help: "write `user: NAME`, or leave the password out")
        }
        return secret("token_file", of: entry.section)
    }

    private mutating func identity(_ section: Section) -> ContactAddress.Identity? {
        let (certificate, key) = (
            file("client_certificate", of: section), file("client_key", of: section)
        )
        guard let node = section["client_key"], section["client_certificate"] == nil else {
            return certificate.map { .init(certificate: $0, key: key) }
        }
        complain(
            at: node, "`client_key` is the key of no certificate",
            help: "name its certificate too: `client_certificate: PATH`")
        return nil
    }

    /// The path of a file that libcurl will read, if it can be read now.
    private mutating func file(_ key: String, of section: Section) -> String? {
        guard let node = section[key], let name: String = value(key, of: section) else {
            return nil
        }
        let path = shelf.path(name)
        let text = FileManager.default.contents(atPath: path).map {
            String(decoding: $0, as: UTF8.self)
        }
        if text?.contains("-----BEGIN ") == true { return path }
        complain(
            at: node,
            "the file \(path) " + (text == nil ? "cannot be read" : "holds nothing in PEM"),
            help: "it is text with a line `-----BEGIN …-----`, and the user that runs vigie must"
                + " be able to read it")
        return nil
    }

    /// What a mail cannot do without, and what only a mail can do with.
    private mutating func checkMail(_ entry: ContactEntry, _ address: ContactAddress) {
        let isMail = entry.terms.schemes.contains { $0.hasPrefix("smtp") }
        if let node = entry.section["allow_unencrypted"], !isMail, entry.notifier != nil {
            complain(
                at: node, "`allow_unencrypted` is about mail",
                help: "leave it out; `http://` says the same of a webhook")
        }
        for name in ["from", "to"] where isMail {
            guard let node = entry.section[name], let list = address.options[name] else { continue }
            for mailbox in Mailbox.list(list) where Mailbox(mailbox) == nil {
                complain(
                    at: node, "`\(mailbox)` is no mail address",
                    help: "write `name@example.org`, or `Name <name@example.org>`")
            }
        }
    }
}
