import CCurl
import Core
import Foundation
public import Model
public import PluginKit

/// Sends to one contact from here and now, without a daemon, and keeps what was said: the very
/// transfer that the courier makes, once, and its answer.
///
/// A struct that remembers what the contact calls the last message, as the engine would.
public struct TestCall {
    /// What went out and what came back, without secrets.
    public struct Exchange: Sendable {
        /// How, with the headers, but without the path of the address.
        public var request: String
        public var body: String
        /// In full where it was read in full.
        public var answer: String
        public var outcome: Outcome
        public var took: Duration
    }

    private let contact: String
    private let address: ContactAddress
    private let notifier: any Notifier.Type
    private let terms: CourierTerms
    private let links: Links?
    private var handle = ""

    /// - Parameter links: those that messages bear; nil: none.
    /// - Returns: nil where there is no notifier of its type.
    public init?(
        contact: String, at address: ContactAddress, registry: Registry, version: String,
        links: Links?
    ) {
        guard Courier.curlIsReady, let notifier = registry.notifier(address.type) else {
            return nil
        }
        self.contact = contact
        self.address = address
        self.notifier = notifier
        terms = CourierTerms(version: version)
        self.links = links
    }

    /// Sends a message and what follows it.
    ///
    /// - Parameter id: of the delivery; a receiver takes a second one of that name for a repeat.
    public mutating func send(
        _ notification: PluginKit.Notification, id: String, at now: Timestamp
    ) -> [Exchange] {
        let delivery = Delivery(id, to: contact, saying: notification, handle: handle)
        var exchanges: [Exchange] = []
        var sequel: Transfer.Sequel?
        repeat { exchanges.append(send(delivery, &sequel, at: now)) } while sequel != nil
        return exchanges
    }

    /// - Parameter sequel: what is to be sent of the delivery, and then what is next.
    private mutating func send(
        _ delivery: Delivery, _ sequel: inout Transfer.Sequel?, at now: Timestamp
    ) -> Exchange {
        guard let easy = curl_easy_init() else {
            sequel = nil
            return Exchange(
                request: "", body: "", answer: "",
                outcome: .later(reason: "no memory for a connection", after: nil), took: .zero)
        }
        defer { curl_easy_cleanup(easy) }
        let transfer = Transfer(
            of: delivery, over: easy, to: address, by: notifier.init(), with: links, doing: sequel)
        sequel = nil
        let began = ContinuousClock.now
        if let refusal = transfer.prepare(terms, at: now) {
            return transfer.exchange("", refusal, took: .zero)
        }
        let code = curl_easy_perform(easy)
        let took = began.duration(to: .now)
        sequel = transfer.next(after: code)
        let reply = transfer.reply(code, at: now)
        if transfer.sequel == nil, !reply.handle.isEmpty { handle = reply.handle }
        return transfer.exchange(transfer.answerText(code), reply.outcome, took: took)
    }
}

extension Links {
    /// Those of samples: with them go the buttons and pictures that messages have, which is what a
    /// service refuses first. nil: there is no public address.
    ///
    /// Signed by the daemon's key where it can be read, and else by chance: then the button's page
    /// says that its link does not work, and not that it does not know the incident. A key is not
    /// made, for a file of whoever tries a contact would be in the daemon's way.
    public static func ofSamples(_ settings: Settings) -> Links? {
        guard let base = settings.publicURL else { return nil }
        let known = FileManager.default.contents(atPath: "\(settings.state)/\(file)")
        if let known, !known.isEmpty { return Links(base: base, key: Array(known)) }
        var source = SystemRandomNumberGenerator()
        return Links(base: base, key: (0..<32).map { _ in .random(in: 0...255, using: &source) })
    }
}

extension Transfer {
    fileprivate func exchange(_ answer: String, _ outcome: Outcome, took: Duration)
        -> TestCall.Exchange
    {
        let url = sequel.flatMap { place(of: $0.call) } ?? address.url.withText { $0 }
        let (scheme, host) = (WebAddress.scheme(of: url) ?? "", WebAddress.host(of: url) ?? "")
        let verb = sequel == nil ? envelope.method : .post
        let first = "\(verb.rawValue) \(scheme)://\(host)"
        // A token may be too short to be known again in other words.
        let lines =
            [first]
            + headers.lines.map {
                $0.hasPrefix("Authorization:")
                    ? "Authorization: Bearer (secret)" : address.redact($0)
            }
        return TestCall.Exchange(
            request: lines.joined(separator: "\n"), body: address.redact(bodyText),
            answer: answer, outcome: outcome, took: took)
    }

    private var bodyText: String {
        switch sequel?.call.content {
        case nil: envelope.body
        case .text(let text, _): text
        case .picture: "(the picture, \(sequel?.picture.count ?? 0) bytes)"
        }
    }

    fileprivate func answerText(_ code: CURLcode) -> String {
        switch answer(code) {
        case .unreachable(let reason): reason
        case .answer(let status, let body, _): body.isEmpty ? "\(status)" : "\(status) \(body)"
        }
    }
}
