import CCurl
import Core
import Glibc
import Model
import Pictures
import PluginKit

/// One try under way, or a call that follows one.
///
/// A class, for libcurl's callbacks are given its address.
final class Transfer {
    let delivery: Delivery
    let easy: CurlEasy
    let address: ContactAddress
    let notifier: any Notifier
    let correspondence: Correspondence
    let envelope: Envelope
    /// What it does after the message; nil: it is the message.
    let sequel: Sequel?

    /// What libcurl reads while it is under way.
    var headers = CurlList()
    var recipients = CurlList()
    var form: CurlForm?

    private(set) var headerBytes = 0
    private(set) var body: [UInt8] = []
    /// The last address to which no connection was made because it is this machine's own.
    private var forbidden: PeerAddress?
    private var opened = 0
    /// The last line of a mail server, its good-bye left out.
    private(set) var lastLine = ""
    /// What a mail server said to the first recipient that it does not take; empty: it takes all.
    private(set) var lineOfRefusal = ""

    init(
        of delivery: Delivery, over easy: UnsafeMutableRawPointer, to address: ContactAddress,
        by notifier: any Notifier, with links: Links?, doing sequel: Sequel? = nil
    ) {
        self.delivery = delivery
        self.easy = CurlEasy(pointer: easy)
        self.address = address
        self.notifier = notifier
        self.sequel = sequel
        correspondence = Correspondence(of: delivery, to: address, with: links)
        envelope = notifier.envelope(for: delivery.notification, to: correspondence)
    }

    var isMail: Bool { envelope.method == .mail }

    /// What keeps it from being tried at all; nil: nothing does.
    func prepare(_ terms: CourierTerms, at now: Timestamp) -> Outcome? {
        if let refusal = refusalByProxy() { return refusal }
        prepareConnection(terms)
        prepareAnswer()
        easy.set(CURLOPT_USERAGENT, terms.agent)
        if let sequel { return prepare(sequel) }
        return isMail ? prepareMail(at: now) : prepareRequest(at: now)
    }

    /// The picture that goes along, if one can be drawn.
    var picture: [UInt8]? {
        envelope.enclosure == nil ? nil : Pictures.picture(of: delivery.notification)
    }

    /// The body with the contact's token where the notifier has left room for it.
    var sealedBody: String {
        guard case .inBody = type(of: notifier).terms.token, let token = address.token else {
            return envelope.body
        }
        return token.withText { token in
            let quoted = JSON.text(token).line.dropFirst().dropLast()
            return envelope.body.replacing(Envelope.seal, with: String(quoted))
        }
    }

    private func prepareAnswer() {
        easy.set(CURLOPT_HEADERDATA, myself)
        vigie_curl_set_write(easy.pointer, CURLOPT_HEADERFUNCTION) { bytes, size, count, transfer in
            guard let transfer else { return 0 }
            let bytes = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return Transfer.at(transfer).tookHeader(bytes) ? size * count : 0
        }
        easy.set(CURLOPT_WRITEDATA, myself)
        vigie_curl_set_write(easy.pointer, CURLOPT_WRITEFUNCTION) { bytes, size, count, transfer in
            guard let transfer else { return 0 }
            let bytes = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return Transfer.at(transfer).took(bytes) ? size * count : 0
        }
        easy.set(CURLOPT_OPENSOCKETDATA, myself)
        vigie_curl_set_open_socket(easy.pointer) { transfer, _, peer in
            guard let transfer, let peer else { return CURL_SOCKET_BAD }
            return Transfer.at(transfer).open(peer)
        }
    }
}

// MARK: - What libcurl calls

extension Transfer {
    private var myself: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    private static func at(_ pointer: UnsafeMutableRawPointer) -> Transfer {
        Unmanaged.fromOpaque(pointer).takeUnretainedValue()
    }

    /// A socket for an address that may be gone to: the receiver's, or its proxy's.
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

    /// False ends the transfer.
    private func tookHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
        headerBytes += bytes.count
        guard isMail else { return headerBytes <= Limits.answerHeaderBytes }
        let line = String(decoding: bytes.prefix(Limits.answerBytes), as: UTF8.self)
        if !line.hasPrefix("221") { lastLine = line }
        // 550 to 555: to a recipient. Old servers say 502 to a greeting, and it goes on.
        if lineOfRefusal.isEmpty, line.hasPrefix("55") { lineOfRefusal = line }
        // "Not now" to one recipient is "not now" to all: else the mail would never come to them.
        return !lastLine.hasPrefix("4") && headerBytes <= Limits.answerHeaderBytes
    }

    /// False ends the transfer: all that will be looked at has come.
    private func took(_ bytes: UnsafeRawBufferPointer) -> Bool {
        body.append(contentsOf: bytes.prefix(Limits.answerBytes - body.count))
        return body.count < Limits.answerBytes
    }

    /// The address that it may not go to, if that is why it went nowhere.
    var barred: PeerAddress? { opened == 0 ? forbidden : nil }
}
