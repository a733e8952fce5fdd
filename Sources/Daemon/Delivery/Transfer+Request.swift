import CCurl
import Core
import Model
import PluginKit

// What is sent over HTTP.
extension Transfer {
    func prepareRequest(at now: Timestamp) -> Outcome? {
        let query = envelope.query.pairs.map { ($0.name, $0.value) }
        let url = address.url.withText {
            WebAddress.extended($0, path: envelope.path, query: query)
        }
        guard let url else { return .refused(reason: "there is no address for this message") }
        easy.set(CURLOPT_URL, url)
        prepareHeaders(at: now)
        if case .form(let field, let pictureField, let name) = envelope.enclosure, let picture {
            let form = CurlForm(easy)
            form.add(Array(sealedBody.utf8), type: envelope.contentType, name: field)
            form.add(picture, type: "image/png", name: pictureField, file: name)
            easy.set(form: form)
            self.form = form
        } else {
            headers.append(header: "Content-Type", envelope.contentType)
            easy.set(CURLOPT_POST, 1)
            easy.set(body: Array(sealedBody.utf8))
        }
        if envelope.method != .post { easy.set(CURLOPT_CUSTOMREQUEST, envelope.method.rawValue) }
        easy.set(CURLOPT_HTTPHEADER, headers)
        return nil
    }

    private func prepareHeaders(at now: Timestamp) {
        let seconds = now.paneIndex(of: .seconds(1))
        for header in envelope.headers.pairs {
            headers.append(header: header.name, header.value)
        }
        headers.append(header: "Idempotency-Key", delivery.id)
        headers.append(header: "X-Vigie-Timestamp", "\(seconds)")
        if !address.signing.isEmpty {
            let signature = Signature.header(
                for: sealedBody, at: seconds, with: address.signing)
            headers.append(header: "X-Vigie-Signature", signature)
        }
        prepareToken()
        headers.append("Expect:")  // nobody is asked before the body is sent
    }

    func prepareToken() {
        switch type(of: notifier).terms.token {
        case .optionalBearer, .bearer:
            address.token?.withText { headers.append(header: "Authorization", "Bearer \($0)") }
        case .inBody, .password: break
        }
    }
}
