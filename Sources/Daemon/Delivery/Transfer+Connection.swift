import CCurl
import Glibc
import Model
import PluginKit

// How the receiver is reached.
extension Transfer {
    func prepareConnection(_ terms: CourierTerms) {
        easy.set(CURLOPT_NOSIGNAL, 1)
        easy.set(CURLOPT_PROTOCOLS_STR, isMail ? "smtp,smtps" : "http,https")
        easy.set(CURLOPT_FOLLOWLOCATION, 0)
        easy.set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(terms.connectTime))
        easy.set(CURLOPT_TIMEOUT_MS, milliseconds(isMail ? terms.mailTime : terms.tryTime))
        prepareReuse()
        prepareTrust()
        prepareProxy()
    }

    /// One request a connection at a time (`CURLPIPE_NOTHING`, in `CourierRounds`), and none left
    /// open to this machine: else a contact that may not go there would be given the connection of
    /// one that may. A mail server is not kept waiting for the next mail.
    private func prepareReuse() {
        easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        easy.set(CURLOPT_FORBID_REUSE, address.allowLoopback || isMail)
    }

    private func prepareTrust() {
        easy.set(CURLOPT_SSL_VERIFYPEER, 1)
        easy.set(CURLOPT_SSL_VERIFYHOST, 2)
        if let file = address.authorities {
            easy.set(CURLOPT_CAINFO, file)
            easy.set(CURLOPT_PROXY_CAINFO, file)
        }
        if let identity = address.identity {
            easy.set(CURLOPT_SSLCERT, identity.certificate)
            easy.set(CURLOPT_SSLKEY, identity.key ?? identity.certificate)
        }
    }

    /// That of the settings or none: what the environment of a daemon says is seldom what somebody
    /// meant.
    private func prepareProxy() {
        easy.set(CURLOPT_NOPROXY, "")
        easy.set(CURLOPT_PROXY, address.proxy ?? Secret(""))
        if isMail { easy.set(CURLOPT_HTTPPROXYTUNNEL, 1) }
    }

    /// With a proxy the address that is connected to is the proxy's, and where it goes from there
    /// the proxy decides. What can be told here is told here: its own machine is not meant.
    func refusalByProxy() -> Outcome? {
        guard address.proxy != nil, !address.allowLoopback,
            let host = address.url.withText(WebAddress.host),
            host == "localhost" || host.hasSuffix(".localhost")
                || PeerAddress(host)?.isLocal == true
        else { return nil }
        return .refused(
            reason: "its host is \(host), which a proxy would take for itself;"
                + " if that is meant, say `allow_loopback: true`")
    }

    private func milliseconds(_ interval: Interval) -> Int {
        Int(interval.nanoseconds / Interval.milliseconds(1).nanoseconds)
    }
}

extension PeerAddress {
    /// Reads an address as it is written; nil: it is a name.
    init?(_ text: String) {
        for (family, length) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: length)
            if inet_pton(family, text, &bytes) == 1 {
                self.init(bytes: bytes)
                return
            }
        }
        return nil
    }
}
