import CCurl
import Glibc
import Model
import PluginKit

/// One try under way.
///
/// A class, for libcurl's callbacks are given its address.
final class Transfer {
    /// The delivery's.
    let id: String
    private let easy: UnsafeMutableRawPointer
    private let address: ContactAddress
    private let notifier: any Notifier
    private let envelope: Envelope

    private var headers: UnsafeMutablePointer<curl_slist>?
    private var headerBytes = 0
    private var body: [UInt8] = []
    /// The last address to which no connection was made because it is this machine's own.
    private var forbidden: PeerAddress?
    private var opened = 0

    init(
        of id: String, over easy: UnsafeMutableRawPointer, to address: ContactAddress,
        by notifier: any Notifier, saying notification: PluginKit.Notification
    ) {
        self.id = id
        self.easy = easy
        self.address = address
        self.notifier = notifier
        envelope = notifier.envelope(for: notification)
    }

    deinit { curl_slist_free_all(headers) }

    func prepare(_ terms: CourierTerms, at now: Timestamp) {
        prepareRequest(terms, at: now)
        prepareConnection(terms)
        prepareAnswer()
    }

    private func prepareRequest(_ terms: CourierTerms, at now: Timestamp) {
        address.url.withText { set(CURLOPT_URL, $0) }
        set(CURLOPT_USERAGENT, terms.agent)
        set(CURLOPT_POST, 1)
        let size = envelope.body.utf8.count
        vigie_curl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(size))
        set(CURLOPT_COPYPOSTFIELDS, envelope.body)

        let seconds = now.paneIndex(of: .seconds(1))
        header("Content-Type", envelope.contentType)
        header("Idempotency-Key", id)
        header("X-Vigie-Timestamp", "\(seconds)")
        if !address.signing.isEmpty {
            let signature = Signature.header(
                for: envelope.body, at: seconds, with: address.signing)
            header("X-Vigie-Signature", signature)
        }
        header("Expect", "")  // nobody is asked before the body is sent
        vigie_curl_set_headers(easy, headers)
    }

    private func prepareConnection(_ terms: CourierTerms) {
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(terms.connectTime))
        set(CURLOPT_TIMEOUT_MS, milliseconds(terms.tryTime))
        // One request a connection at a time, and none left open to this machine: else a contact
        // that may not go there would be given the connection of one that may.
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        set(CURLOPT_FORBID_REUSE, address.allowLoopback ? 1 : 0)
        set(CURLOPT_OPENSOCKETDATA, myself)
        vigie_curl_set_open_socket(easy) { transfer, _, peer in
            guard let transfer, let peer else { return CURL_SOCKET_BAD }
            return Transfer.at(transfer).open(peer)
        }
    }

    private func prepareAnswer() {
        set(CURLOPT_HEADERDATA, myself)
        vigie_curl_set_write(easy, CURLOPT_HEADERFUNCTION) { _, size, count, transfer in
            guard let transfer else { return 0 }
            return Transfer.at(transfer).tookHeader(size * count) ? size * count : 0
        }
        set(CURLOPT_WRITEDATA, myself)
        vigie_curl_set_write(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, transfer in
            guard let transfer else { return 0 }
            let bytes = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return Transfer.at(transfer).took(bytes) ? size * count : 0
        }
    }
}

// MARK: - What libcurl calls

extension Transfer {
    private var myself: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    private static func at(_ pointer: UnsafeMutableRawPointer) -> Transfer {
        Unmanaged.fromOpaque(pointer).takeUnretainedValue()
    }

    /// A socket for an address that may be gone to.
    private func open(_ peer: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) ?? 0
        let found = PeerAddress(UnsafeRawPointer(peer) + offset, family: peer.pointee.family)
        if let found, found.isLocal, !address.allowLoopback {
            forbidden = found
            return CURL_SOCKET_BAD
        }
        opened += 1
        let kind = peer.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return socket(peer.pointee.family, kind, peer.pointee.protocol)
    }

    private func tookHeader(_ count: Int) -> Bool {
        headerBytes += count
        return headerBytes <= Limits.answerHeaderBytes
    }

    /// False ends the transfer: all that will be looked at has come.
    private func took(_ bytes: UnsafeRawBufferPointer) -> Bool {
        body.append(contentsOf: bytes.prefix(Limits.answerBytes - body.count))
        return body.count < Limits.answerBytes
    }
}

// MARK: - What it came to

extension Transfer {
    func outcome(_ code: CURLcode) -> Outcome {
        if let forbidden, opened == 0 {
            return .refused(
                reason: "its host is \(forbidden), an address of this machine or its link;"
                    + " if that is meant, say `allow_loopback: true`")
        }
        if [CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL].contains(code) {
            return .refused(reason: words(for: code))
        }
        return address.redact(notifier.outcome(of: reply(code)))
    }

    /// A status that came counts even if the body never ended: the receiver has decided, and to ask
    /// again would be to tell it twice.
    private func reply(_ code: CURLcode) -> Reply {
        let status = vigie_curl_status(easy)
        guard status >= 200 else { return .unreachable(words(for: code)) }
        let wait = vigie_curl_retry_after(easy)
        return .answer(
            status: status, body: address.redact(String(decoding: body, as: UTF8.self)),
            retryAfter: wait > 0 ? Double(wait) : nil)
    }

    /// Never libcurl's own message, which may name the address.
    private func words(for code: CURLcode) -> String {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: "the host name does not resolve"
        case CURLE_COULDNT_CONNECT: "no connection"
        case CURLE_OPERATION_TIMEDOUT: "no answer in time"
        case CURLE_GOT_NOTHING: "the connection was closed without an answer"
        case CURLE_PEER_FAILED_VERIFICATION: "the certificate is not to be trusted"
        default: String(cString: curl_easy_strerror(code))
        }
    }
}

// MARK: - Options

extension Transfer {
    private func set(_ option: CURLoption, _ value: Int) {
        vigie_curl_set_long(easy, option, value)
    }

    private func set(_ option: CURLoption, _ value: String) {
        vigie_curl_set_text(easy, option, value)
    }

    private func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer) {
        vigie_curl_set_pointer(easy, option, value)
    }

    /// One line, whatever the value holds.
    private func header(_ name: String, _ value: String) {
        let line = "\(name): \(value)".filter { !$0.isNewline }
        headers = curl_slist_append(headers, line)
    }

    private func milliseconds(_ interval: Interval) -> Int {
        Int(interval.nanoseconds / Interval.milliseconds(1).nanoseconds)
    }
}
