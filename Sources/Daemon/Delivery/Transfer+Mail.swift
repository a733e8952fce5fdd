import CCurl
import Core
import Glibc
import Model
import PluginKit

// What is sent by mail.
//
// A text alone, or beside it HTML, and within that the picture:
//
//     multipart/mixed > multipart/alternative > text/plain
//                                             > multipart/related > text/html, image/png
//
// - Source: RFC 5321 (SMTP), 5322 (headers), 2046 and 2387 (parts), 2392 (`cid:`).
extension Transfer {
    func prepareMail(at now: Timestamp) -> Outcome? {
        guard let from = address.options["from"].flatMap({ Mailbox($0) }) else {
            return .refused(reason: "there is no sender: the contact needs `from`")
        }
        let to = Mailbox.list(address.options["to"] ?? "").compactMap { Mailbox($0) }
        if to.isEmpty {
            return .refused(reason: "there is no recipient: the contact needs `to`")
        }
        easy.set(CURLOPT_URL, address.url)
        easy.set(CURLOPT_MAIL_FROM, "<\(from.address)>")
        for mailbox in to { recipients.append("<\(mailbox.address)>") }
        easy.set(CURLOPT_MAIL_RCPT, recipients)
        // Who is unknown to the server does not keep the mail from the others.
        easy.set(CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1)
        prepareLogin()
        for (name, value) in mailHeaders(from, at: now) {
            headers.append(header: name, EncodedWord.header(value, of: name))
        }
        easy.set(CURLOPT_HTTPHEADER, headers)
        let form = mailForm()
        easy.set(form: form)
        self.form = form
        return nil
    }

    private func prepareLogin() {
        // `smtps` is TLS from the first byte, and `smtp` from STARTTLS on. To this machine it would
        // protect nothing, and relays have no certificate for it.
        let use =
            if address.allowUnencrypted {
                CURLUSESSL_TRY
            } else if address.allowLoopback {
                CURLUSESSL_NONE
            } else {
                CURLUSESSL_ALL
            }
        easy.set(CURLOPT_USE_SSL, Int(use.rawValue))
        if let user = address.options["user"], let token = address.token {
            easy.set(CURLOPT_USERNAME, user)
            easy.set(CURLOPT_PASSWORD, token)
        }
    }

    /// The notifier's, and those that it has left to us.
    private func mailHeaders(_ from: Mailbox, at now: Timestamp) -> [(String, String)] {
        let written = envelope.headers.pairs.map { ($0.name, $0.value) }
        let id = delivery.id.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "." }
        let others = [
            ("From", address.options["from"] ?? ""), ("To", address.options["to"] ?? ""),
            ("Date", Self.date(now)), ("Message-ID", "<\(String(id))@\(from.domain)>"),
            ("Auto-Submitted", "auto-generated"),
        ]
        return written
            + others.filter { other in
                !written.contains { $0.0.lowercased() == other.0.lowercased() }
            }
    }

    private func mailForm() -> CurlForm {
        let form = CurlForm(easy)
        let text = lines(of: envelope.body)
        guard !envelope.html.isEmpty else {
            form.add(text, type: envelope.contentType, encoding: "quoted-printable")
            return form
        }
        let (alternative, html) = (CurlForm(easy), lines(of: envelope.html))
        let htmlType = "text/html; charset=utf-8"
        alternative.add(text, type: envelope.contentType, encoding: "quoted-printable")
        if case .inline(let name) = envelope.enclosure, let picture {
            let related = CurlForm(easy)
            related.add(html, type: htmlType, encoding: "quoted-printable")
            related.add(
                picture, type: "image/png", file: name, encoding: "base64",
                headers: ["Content-ID: <\(name)>", "Content-Disposition: inline"])
            alternative.add(related, type: "multipart/related")
        } else {
            alternative.add(html, type: htmlType, encoding: "quoted-printable")
        }
        form.add(alternative, type: "multipart/alternative")
        return form
    }

    /// With the line ends that a mail has; any other would be shown as a letter.
    private func lines(of text: String) -> [UInt8] {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    /// `Mon, 09 Mar 2026 08:45:00 +0000`.
    ///
    /// - Source: RFC 5322, 3.3.
    private static func date(_ time: Timestamp) -> String {
        var seconds = time_t(time.paneIndex(of: .seconds(1)))
        var parts = tm()
        gmtime_r(&seconds, &parts)
        var text = [CChar](repeating: 0, count: 64)
        // The names of days and months are English: nothing here ever chose another locale.
        strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S +0000", &parts)
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    }
}
