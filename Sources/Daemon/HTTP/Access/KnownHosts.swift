/// The names under which the door answers where nobody has to say who they are.
///
/// Who has a name in the net can let it lead to this machine (DNS rebinding). A browser then takes
/// the door for a part of the page that it shows: the page may read, and its orders come from the
/// same origin. The name in `Host` alone tells the two apart.
///
/// 1. `localhost` and all below it are this machine, in any browser.
/// 2. An address in figures leads nowhere else: a page of it was loaded from it.
/// 3. The hosts of `listen: http` and of `public_url` are meant by whoever wrote the settings.
/// 4. Where the door is open to a network, so are names without a dot: they are the network's own,
///    such as those of containers.
struct KnownHosts: Equatable, Sendable {
    private let names: [String]
    private let takesShortNames: Bool
    /// Of our own pages where there is a public address: `https://vigie.example.org`.
    let origin: String?

    init(listen: Endpoint? = nil, publicURL: String? = nil) {
        names = [listen?.host, publicURL.flatMap { WebAddress.host(of: $0) }]
            .compactMap { $0?.lowercased() }
        takesShortNames = listen.map { !$0.isLoopback } ?? false
        origin = publicURL.map { url in
            let parts = url.split(separator: "/", omittingEmptySubsequences: false).prefix(3)
            return parts.joined(separator: "/").lowercased()
        }
    }

    /// - Parameter authority: `HOST` or `HOST:PORT`; nil or empty: it was not said, as no browser
    ///   does.
    func include(_ authority: String?) -> Bool {
        guard let authority, !authority.isEmpty else { return true }
        let host = Self.host(of: authority.lowercased())
        return host == "localhost" || host.hasSuffix(".localhost") || PeerAddress(host) != nil
            || names.contains(host)
            || (takesShortNames && !host.isEmpty && !host.contains("."))
    }

    private static func host(of authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return String(authority[..<end].dropFirst())
        }
        let host = authority.prefix { $0 != ":" }
        return String(host.hasSuffix(".") ? host.dropLast() : host)
    }
}
