import CCrypto
import CCurl
import Core
import Model
import PluginKit

// What it came to.
extension Transfer {
    /// What the engine hears of it.
    func reply(_ code: CURLcode, at now: Timestamp) -> DeliveryReply {
        var outcome = outcome(code)
        let handle = notifier.handle(in: answer(code))
        // The message that was to be changed is gone: the engine has it said anew.
        if case .later(let reason, _) = outcome, handle == "" { outcome = .refused(reason: reason) }
        let known = outcome == .delivered ? handle ?? "" : ""
        return DeliveryReply(
            delivery: delivery.id, outcome: outcome, at: now,
            handle: String(known.prefix(Limits.handleLength)))
    }

    func outcome(_ code: CURLcode) -> Outcome {
        if let barred {
            let whose = address.proxy == nil ? "host" : "proxy"
            return .refused(
                reason: "its \(whose) is \(barred), an address of this machine or its link;"
                    + " if that is meant, say `allow_loopback: true`")
        }
        if [CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL].contains(code) {
            return .refused(reason: words(for: code))
        }
        if isMail, let verdict = verdictOfMailServer(code) { return address.redact(verdict) }
        if !isMail, (300..<400).contains(status) {
            return .refused(reason: "HTTP \(status): it leads elsewhere, and is not followed")
        }
        let answer = answer(code)
        return address.redact(
            isElsewhere ? .standard(for: answer) : notifier.outcome(of: answer))
    }

    var status: Int { vigie_curl_status(easy.pointer) }

    /// A status that came counts even if the body never ended: the receiver has decided, and to ask
    /// again would be to tell it twice.
    func answer(_ code: CURLcode, isRedacted: Bool = true) -> Reply {
        if isMail {
            return code == CURLE_OK
                ? .answer(
                    status: 250, body: address.redact(String(lastLine.dropFirst(4))),
                    retryAfter: nil)
                : .unreachable(words(for: code))
        }
        guard status >= 200 else { return .unreachable(words(for: code)) }
        let wait = vigie_curl_retry_after(easy.pointer)
        let text = String(decoding: body, as: UTF8.self)
        return .answer(
            status: status, body: isRedacted ? address.redact(text) : text,
            retryAfter: wait > 0 ? Double(wait) : nil)
    }

    /// 4yz is "not now", 5yz is "never"; nil: the server has said neither.
    ///
    /// - Source: RFC 5321, 4.2.1.
    private func verdictOfMailServer(_ code: CURLcode) -> Outcome? {
        if code == CURLE_OK, !lineOfRefusal.isEmpty {
            return .refused(
                reason: "not all in `to` have it, the others do: SMTP \(lineOfRefusal)")
        }
        guard code != CURLE_OK, lastLine.count >= 3, let number = Int(lastLine.prefix(3)) else {
            return nil
        }
        let reason = "SMTP \(lastLine)"
        switch number {
        case 400..<500: return .later(reason: reason, after: nil)
        case 500..<600: return .refused(reason: reason)
        default: return nil
        }
    }

    /// Never libcurl's own message, which may name the address.
    private func words(for code: CURLcode) -> String {
        let tunnel = vigie_curl_tunnel_status(easy.pointer)
        if tunnel >= 300 { return "the proxy answered \(tunnel)" }
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: return "the host name does not resolve"
        case CURLE_COULDNT_RESOLVE_PROXY: return "the name of the proxy does not resolve"
        case CURLE_COULDNT_CONNECT: return "no connection"
        case CURLE_OPERATION_TIMEDOUT: return "no answer in time"
        case CURLE_GOT_NOTHING: return "the connection was closed without an answer"
        case CURLE_PEER_FAILED_VERIFICATION:
            return "the certificate is not to be trusted: \(certificateFault)"
        case CURLE_SSL_CACERT_BADFILE: return "the file of `ca_file` cannot be used"
        case CURLE_SSL_CERTPROBLEM: return "the client certificate or its key cannot be used"
        case CURLE_USE_SSL_FAILED: return "the mail server does not offer TLS"
        default: return String(cString: curl_easy_strerror(code))
        }
    }

    private var certificateFault: String {
        let result = vigie_curl_verify_result(easy.pointer)
        guard result != X509_V_OK, let text = X509_verify_cert_error_string(result) else {
            return "it is for another host"
        }
        return String(cString: text)
    }
}
