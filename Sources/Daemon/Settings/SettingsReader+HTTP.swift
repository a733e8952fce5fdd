import Language
import Model
import Yams

extension SettingsReader {
    /// Who may do what by the HTTP door.
    mutating func httpTerms(_ node: Node) -> HTTPTerms {
        let section = section(node, "`http`", keys: ["tokens", "tls", "allow_origin", "open"])
        var terms = HTTPTerms()
        terms.tokens = section["tokens"].map { tokens($0) } ?? []
        terms.tls = section["tls"].flatMap { tlsFiles($0) }
        terms.allowOrigin = section["allow_origin"].map { origins($0) } ?? []
        terms.isOpen = value("open", of: section) ?? false
        return terms
    }

    private mutating func tokens(_ node: Node) -> [AccessToken] {
        guard let sequence = node.sequence else {
            complain(
                at: node, "`tokens` cannot be \(node.kind)",
                help: "write a list: `- { name: grafana, role: read, file: secrets/grafana }`")
            return []
        }
        if sequence.count > Limits.tokens {
            complain(
                at: node, "there are \(sequence.count) tokens",
                help: "there may be \(Limits.tokens): who do the same may share one")
        }
        var tokens: [AccessToken] = []
        for item in sequence {
            guard let token = token(item) else { continue }
            if tokens.contains(where: { $0.name == token.name }) {
                complain(
                    at: item, "the token `\(token.name)` is there twice",
                    help: "give each a name of its own: the audit log knows them by it")
            }
            tokens.append(token)
        }
        return tokens
    }

    private mutating func token(_ node: Node) -> AccessToken? {
        let section = section(node, "a token", keys: ["name", "role", "file"])
        let name: String? = value("name", of: section)
        let role: Role? = value("role", of: section)
        let secret = secret("file", of: section)
        for key in ["name", "role", "file"] where section[key] == nil {
            complain(
                at: node, "a token has no `\(key)`",
                help: "write `- { name: grafana, role: read, file: secrets/grafana }`")
        }
        guard let name, let role, let secret else { return nil }
        let length = secret.withText { $0.utf8.count }
        guard length >= Limits.tokenLength else {
            complain(
                at: section["file"] ?? node, "the token `\(name)` has \(length) characters",
                help: "it needs \(Limits.tokenLength): `openssl rand -hex 24` makes one")
            return nil
        }
        return AccessToken(name, role, secret)
    }

    private mutating func origins(_ node: Node) -> [String] {
        texts(node, "`allow_origin`").filter { origin in
            let isOrigin =
                (origin.hasPrefix("https://") || origin.hasPrefix("http://"))
                && origin.split(separator: "/", omittingEmptySubsequences: false).count == 3
            if !isOrigin {
                complain(
                    at: node, "`\(origin)` is not the origin of a page",
                    help: "write each as a browser names it: `https://grafana.example.org`")
            }
            return isOrigin
        }
    }
}

// MARK: - Certificates

extension SettingsReader {
    private mutating func tlsFiles(_ node: Node) -> TLSFiles? {
        let section = section(node, "`tls`", keys: ["certificate", "key", "client_ca"])
        let certificate: String? = value("certificate", of: section)
        let key: String? = value("key", of: section)
        guard let certificate, let key else {
            for name in ["certificate", "key"] where section[name] == nil {
                complain(
                    at: node, "`tls` has no `\(name)`",
                    help: "write `tls: { certificate: PATH, key: PATH }`, both PEM")
            }
            return nil
        }
        let clientCA: String? = value("client_ca", of: section)
        let files = TLSFiles(
            certificate: shelf.path(certificate), key: shelf.path(key),
            clientCA: clientCA.map { shelf.path($0) })
        do {
            _ = try files.context()
            return files
        } catch {
            complain(of: error, in: section, at: node)
            return nil
        }
    }

    private mutating func complain(of fault: TLSFault, in section: Section, at node: Node) {
        switch fault {
        case .unreadable(let key, let path):
            complain(
                at: section[key] ?? node, "\(path) cannot be read",
                help: "the user that runs vigie must be able to read it; or give it by "
                    + "`LoadCredential=` of systemd")
        case .notPEM(let key, let path):
            complain(
                at: section[key] ?? node,
                key == "key"
                    ? "\(path) holds no private key" : "\(path) holds no certificate",
                help: key == "key"
                    ? "it is PEM and not encrypted: `-----BEGIN PRIVATE KEY-----`"
                    : "it is PEM: `-----BEGIN CERTIFICATE-----`")
        case .doNotFit:
            complain(
                at: node, "the certificate and the key of `tls` do not belong together",
                help: "the first certificate of the file is the one whose key `key` holds")
        }
    }
}

extension Role: WrittenValue {
    static let noun = "a role"
    static let advice =
        "write `write` (bring lines), `read` (look) or `operate` (look and give orders)"

    init?(written text: String) { self.init(rawValue: text) }
}
