import CCurl

/// One page of a vigie that runs, for the commands that ask it.
public struct Fetch {
    public struct Failure: Error, CustomStringConvertible {
        public var description: String
    }

    /// At most so much of an answer is read.
    static let limit = 4 << 20

    private final class Body { var bytes: [UInt8] = [] }

    /// The text behind an address.
    ///
    /// - Errors: that nobody answered, or what was answered instead of a page.
    public static func text(of url: String) throws(Failure) -> String {
        guard let easy = curl_easy_init() else { throw Failure(description: "out of memory") }
        defer { curl_easy_cleanup(easy) }
        let body = Body()
        _ = vigie_curl_set_text(easy, CURLOPT_URL, url)
        _ = vigie_curl_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        _ = vigie_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        _ = vigie_curl_set_long(easy, CURLOPT_TIMEOUT_MS, 15_000)
        _ = vigie_curl_set_pointer(
            easy, CURLOPT_WRITEDATA, Unmanaged.passUnretained(body).toOpaque())
        _ = vigie_curl_set_write(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, taker in
            guard let taker else { return 0 }
            let body = Unmanaged<Body>.fromOpaque(taker).takeUnretainedValue()
            body.bytes += UnsafeRawBufferPointer(start: bytes, count: size * count)
            return body.bytes.count <= Fetch.limit ? size * count : 0
        }
        let code = withExtendedLifetime(body) { curl_easy_perform(easy) }
        guard code == CURLE_OK else {
            throw Failure(description: "\(url): \(String(cString: curl_easy_strerror(code)))")
        }
        let text = String(decoding: body.bytes, as: UTF8.self)
        let status = vigie_curl_status(easy)
        guard status == 200 else {
            throw Failure(description: "\(url) answers \(status): \(text)")
        }
        return text
    }
}
