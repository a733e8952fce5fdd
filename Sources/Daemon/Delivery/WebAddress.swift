import CCurl

/// Reads addresses with the very parser that will use them, so that the two cannot differ.
enum WebAddress {
    /// What keeps text from being an address that can be posted to; nil if nothing does.
    static func fault(in text: String) -> String? {
        guard let parser = curl_url() else { return "cannot be read: out of memory" }
        defer { curl_url_cleanup(parser) }
        guard curl_url_set(parser, CURLUPART_URL, text, 0) == CURLUE_OK else {
            return "is not a URL"
        }
        let scheme = part(CURLUPART_SCHEME, of: parser)
        guard scheme == "https" || scheme == "http" else { return "is not `https` or `http`" }
        guard part(CURLUPART_HOST, of: parser)?.isEmpty == false else { return "has no host" }
        return nil
    }

    /// The path with the query: in the address of a webhook, the part that must not be seen.
    static func secretPart(of text: String) -> String? {
        guard let parser = curl_url() else { return nil }
        defer { curl_url_cleanup(parser) }
        guard curl_url_set(parser, CURLUPART_URL, text, 0) == CURLUE_OK else { return nil }
        let query = part(CURLUPART_QUERY, of: parser).map { "?\($0)" } ?? ""
        return (part(CURLUPART_PATH, of: parser) ?? "") + query
    }

    private static func part(_ part: CURLUPart, of parser: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(parser, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
