import CCrypto
import Host
public import Model

/// The addresses in a message that lead back here. Whoever holds one may do what it is for without
/// a name or a password, so they are signed, for one purpose, one incident and some days. Who may
/// acknowledge may also see the page and the picture, and who may see the page the picture.
///
///     {public_url}/incidents/INCIDENT?token=…
///     {public_url}/acknowledge?token=…
///     {public_url}/pictures/INCIDENT.png?token=…
///
/// A token is `PAYLOAD.CODE`, both in the URL-safe alphabet of Base64 without padding. The payload
/// is the purpose, the last second of its life and what it is for, a line each; the code is the
/// first half of its HMAC-SHA256.
///
/// A link hangs on the time of the message and not on that of the try, so that each try of a
/// message sends the same bytes.
///
/// - Source: RFC 4648, 5; RFC 2104, 5 (half of a code is enough).
public struct Links: Sendable {
    static let file = "links.key"
    private static let codeLength = 16

    private let base: String
    private let key: [UInt8]

    /// - Parameter base: `public_url` of the settings, with or without a slash at its end.
    public init(base: String, key: [UInt8]) {
        self.base = String(base.reversed().drop { $0 == "/" }.reversed())
        self.key = key
    }

    /// Those of a daemon, signed by a key that its state folder keeps; nil: it has no public
    /// address.
    init?(_ settings: Settings) throws(DiskError) {
        guard let base = settings.publicURL else { return nil }
        let key = try KeyFile(Self.file, in: settings.state).bytes(by: "links are signed")
        self.init(base: base, key: key)
    }

    /// Whose press of which button.
    public struct Acknowledgement: Equatable, Sendable {
        public var incident: String
        /// To whom the link was sent.
        public var contact: String
    }

    /// For those who have a token or need none.
    public func incident(_ id: String) -> String { "\(base)/incidents/\(Self.escaped(id))" }

    /// - Parameter sent: the time of the message; it works for `Limits.incidentLinkAge` from then
    ///   on.
    public func incident(_ id: String, sent: Timestamp) -> String {
        incident(id) + Self.query(token("incident", [id], sent + Limits.incidentLinkAge))
    }

    /// - Parameter sent: the time of the message; it works for `Limits.acknowledgeLinkAge` from
    ///   then on.
    public func acknowledge(_ incident: String, contact: String, sent: Timestamp) -> String {
        let token = token("acknowledge", [incident, contact], sent + Limits.acknowledgeLinkAge)
        return "\(base)/acknowledge" + Self.query(token)
    }

    /// - Parameter sent: the time of the message; it works for `Limits.pictureLinkAge` from then
    ///   on.
    public func picture(_ incident: String, sent: Timestamp) -> String {
        let token = token("picture", [incident], sent + Limits.pictureLinkAge)
        return "\(base)/pictures/\(Self.escaped(incident)).png" + Self.query(token)
    }

    /// What a token from `acknowledge` lets its holder do; nil: nothing, or no longer.
    public func acknowledgement(by token: String, at now: Timestamp) -> Acknowledgement? {
        guard let words = words(of: token, for: "acknowledge", at: now), words.count == 2 else {
            return nil
        }
        return Acknowledgement(incident: words[0], contact: words[1])
    }

    /// Whether a token lets its holder see the page of that incident now.
    public func showsPage(of incident: String, by token: String, at now: Timestamp) -> Bool {
        words(of: token, for: "incident", at: now) == [incident]
            || acknowledgement(by: token, at: now)?.incident == incident
    }

    /// Whether a token lets its holder see the picture of that incident now.
    public func showsPicture(of incident: String, by token: String, at now: Timestamp) -> Bool {
        words(of: token, for: "picture", at: now) == [incident]
            || showsPage(of: incident, by: token, at: now)
    }

    /// A token as the end of an address.
    static func query(_ token: String) -> String { token.isEmpty ? "" : "?token=\(token)" }
}

extension Links {
    private func token(_ purpose: String, _ words: [String], _ end: Timestamp) -> String {
        let lines = [purpose, "\(end.paneIndex(of: .seconds(1)))"] + words
        let payload = Array(lines.joined(separator: "\n").utf8)
        return Base64URL.text(payload) + "." + Base64URL.text(code(payload))
    }

    private func words(of token: String, for purpose: String, at now: Timestamp) -> [String]? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let payload = Base64URL.bytes(parts[0]),
            let code = Base64URL.bytes(parts[1]), equals(code, self.code(payload))
        else { return nil }
        let lines = String(decoding: payload, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count > 2, lines[0] == purpose, let end = Int64(lines[1]),
            now.paneIndex(of: .seconds(1)) <= end
        else { return nil }
        return Array(lines.dropFirst(2))
    }

    private func code(_ payload: [UInt8]) -> [UInt8] {
        Array(Signature.hmacSHA256(payload, key: key).prefix(Self.codeLength))
    }

    /// Takes as long for a code that is nearly right as for one that is not.
    private func equals(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
    }

    /// An id as a part of a path.
    private static func escaped(_ id: String) -> String {
        id.utf8.map { byte in
            if plain.contains(byte) { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (byte < 16 ? "0" : "") + digits
        }.joined()
    }

    private static let plain = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~".utf8)
}
