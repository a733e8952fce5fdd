import CCurl

/// Reads addresses with the very parser that will use them, so that the two cannot differ.
enum WebAddress {
    /// What keeps text from being an address that can be written to; nil if nothing does.
    static func fault(in text: String, schemes: [String] = ["https", "http"]) -> String? {
        guard let parser = parser(of: text) else { return "is not a URL" }
        defer { curl_url_cleanup(parser) }
        guard let scheme = part(CURLUPART_SCHEME, of: parser), schemes.contains(scheme) else {
            return "is not " + schemes.map { "`\($0)`" }.joined(separator: " or ")
        }
        guard part(CURLUPART_HOST, of: parser)?.isEmpty == false else { return "has no host" }
        return nil
    }

    /// The path with the query, in the address of a webhook the part that must not be seen, and the
    /// password, if there is one.
    static func secretParts(of text: String) -> [String] {
        guard let parser = parser(of: text) else { return [] }
        defer { curl_url_cleanup(parser) }
        let query = part(CURLUPART_QUERY, of: parser).map { "?\($0)" } ?? ""
        let path = (part(CURLUPART_PATH, of: parser) ?? "") + query
        return [path, part(CURLUPART_PASSWORD, of: parser)].compactMap(\.self)
    }

    /// The host without the brackets of an IPv6 address; numbers are written as usual.
    static func host(of text: String) -> String? {
        guard let parser = parser(of: text) else { return nil }
        defer { curl_url_cleanup(parser) }
        return part(CURLUPART_HOST, of: parser)?.filter { !"[]".contains($0) }
    }

    static func scheme(of text: String) -> String? {
        guard let parser = parser(of: text) else { return nil }
        defer { curl_url_cleanup(parser) }
        return part(CURLUPART_SCHEME, of: parser)
    }

    /// The address with more behind its path and its query; nil: that would be no address.
    static func extended(_ text: String, path: String, query: [(String, String)]) -> String? {
        guard let parser = parser(of: text) else { return nil }
        defer { curl_url_cleanup(parser) }
        if !path.isEmpty {
            let old = part(CURLUPART_PATH, of: parser) ?? ""
            let whole = (old.hasSuffix("/") ? String(old.dropLast()) : old) + path
            guard curl_url_set(parser, CURLUPART_PATH, whole, 0) == CURLUE_OK else { return nil }
        }
        for (name, value) in query {
            let flags = UInt32(CURLU_APPENDQUERY) | UInt32(CURLU_URLENCODE)
            guard curl_url_set(parser, CURLUPART_QUERY, "\(name)=\(value)", flags) == CURLUE_OK
            else { return nil }
        }
        return part(CURLUPART_URL, of: parser)
    }

    private static func parser(of text: String) -> OpaquePointer? {
        guard let parser = curl_url() else { return nil }
        let flags = UInt32(CURLU_NON_SUPPORT_SCHEME)
        if curl_url_set(parser, CURLUPART_URL, text, flags) == CURLUE_OK { return parser }
        curl_url_cleanup(parser)
        return nil
    }

    private static func part(_ part: CURLUPart, of parser: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(parser, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
