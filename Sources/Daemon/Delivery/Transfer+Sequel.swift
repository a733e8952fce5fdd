import CCurl
import Core
import Model
import Pictures
import PluginKit

// What follows a message that was taken: see `FollowUp`.
extension Transfer {
    /// A call, and what it goes by.
    struct Sequel {
        var call: FollowUp
        /// To the message and to the calls before.
        var replies: [Reply]
        var picture: [UInt8]
    }

    /// What is to be done next; nil: that was all.
    func next(after code: CURLcode) -> Sequel? {
        guard let uploader = notifier as? any PictureUploader,
            sequel != nil || outcome(code) == .delivered
        else { return nil }
        var picture = sequel?.picture
        func draw() -> Int? {
            picture = picture ?? Pictures.picture(of: delivery.notification)
            return picture?.count
        }
        let replies = (sequel?.replies ?? []) + [answer(code, isRedacted: false)]
        let call = uploader.followUp(
            delivery.notification, to: correspondence, picture: draw(), after: replies)
        guard let call, let picture else { return nil }
        return Sequel(call: call, replies: replies, picture: picture)
    }

    func prepare(_ sequel: Sequel) -> Outcome? {
        guard let url = place(of: sequel.call) else {
            return .refused(reason: "there is no address for what follows the message")
        }
        easy.set(CURLOPT_URL, url)
        if case .path = sequel.call.place { prepareToken() }
        headers.append("Expect:")
        let (type, body) =
            switch sequel.call.content {
            case .text(let text, let type): (type, Array(text.utf8))
            case .picture: ("image/png", sequel.picture)
            }
        headers.append(header: "Content-Type", type)
        easy.set(CURLOPT_POST, 1)
        easy.set(body: body)
        easy.set(CURLOPT_HTTPHEADER, headers)
        return nil
    }

    /// Whether it goes to another than the service itself, whose answers the notifier knows.
    var isElsewhere: Bool {
        if case .elsewhere = sequel?.call.place { true } else { false }
    }

    func place(of call: FollowUp) -> String? {
        address.url.withText { url in
            switch call.place {
            case .path(let path): return WebAddress.extended(url, path: path, query: [])
            case .elsewhere(let place):
                // No less safe than the contact itself.
                let schemes = ["https", WebAddress.scheme(of: url) ?? ""]
                return WebAddress.fault(in: place, schemes: schemes) == nil ? place : nil
            }
        }
    }
}
