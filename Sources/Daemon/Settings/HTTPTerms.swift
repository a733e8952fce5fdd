/// Who may do what by the HTTP door, and how its connections are protected.
public struct HTTPTerms: Equatable, Sendable {
    /// Empty: whoever reaches the door may do everything.
    public var tokens: [AccessToken] = []
    /// nil: connections are plain.
    public var tls: TLSFiles?
    /// Origins whose pages may read answers and give orders, as browsers name them:
    /// `https://grafana.example.org`.
    public var allowOrigin: [String] = []
    /// Whether the door may be open to others than this machine without a token.
    public var isOpen = false

    public init() {}
}

extension Settings {
    /// Whether anybody in the network may do everything, and nobody has said that it is meant.
    var isOpenByMistake: Bool {
        guard let address = listen.http else { return false }
        return !address.isLoopback && http.tokens.isEmpty && !http.isOpen
    }
}

extension Endpoint {
    /// Whether only this machine can reach it.
    var isLoopback: Bool {
        let isNumeric = host.allSatisfy { $0 == "." || ("0"..."9").contains($0) }
        return host == "localhost" || host == "::1" || (isNumeric && host.hasPrefix("127."))
    }
}

/// Why a door that would be open to the network is not opened.
public struct DoorIsOpen: Error, Equatable, Sendable, CustomStringConvertible {
    public var address: String

    public var description: String {
        """
        the HTTP door at \(address) would let anybody in the network do everything
          = help: name tokens (`http: { tokens: [{ name: ops, role: operate, file: PATH }] }`), \
        listen at 127.0.0.1, or say `http: { open: true }` if others keep the door
        """
    }
}
