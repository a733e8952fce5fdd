import CCurl
import Foundation

/// One question to a vigie that runs, for the commands that ask it.
public struct Fetch {
    public struct Failure: Error, CustomStringConvertible {
        public var description: String
    }

    /// By what the asker is known, and the one who answers.
    public struct Access: Sendable {
        /// The file with the token; nil: none is sent.
        public var tokenFile: String?
        /// PEM: by whom the certificate of the one who answers may be signed; nil: as the system
        /// has it.
        public var caFile: String?

        public init(tokenFile: String? = nil, caFile: String? = nil) {
            self.tokenFile = tokenFile
            self.caFile = caFile
        }

        /// `VIGIE_TOKEN_FILE` and `VIGIE_CA_FILE`.
        public static var ofEnvironment: Access {
            let environment = ProcessInfo.processInfo.environment
            return Access(
                tokenFile: environment["VIGIE_TOKEN_FILE"], caFile: environment["VIGIE_CA_FILE"])
        }

        fileprivate func token() throws(Failure) -> Secret? {
            guard let tokenFile else { return nil }
            let shelf = SecretShelf(folder: FileManager.default.currentDirectoryPath)
            do { return try shelf.secret(tokenFile) } catch {
                throw Failure(description: "the token file \(tokenFile) cannot be used")
            }
        }
    }

    /// At most so much of an answer is read.
    static let limit = 64 << 20

    private final class Body { var bytes: [UInt8] = [] }

    /// The text behind an address.
    ///
    /// - Parameter json: what is sent along; nil: nothing.
    /// - Errors: that nobody answered, or what was answered instead of a page.
    public static func text(
        of url: String, _ method: String = "GET", json: String? = nil,
        by access: Access = .ofEnvironment
    ) throws(Failure) -> String {
        guard let easy = curl_easy_init() else { throw Failure(description: "out of memory") }
        defer { curl_easy_cleanup(easy) }
        var headers: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(headers) }
        try access.token()?.withText {
            headers = curl_slist_append(headers, "Authorization: Bearer \($0)")
        }
        if let json {
            headers = curl_slist_append(headers, "Content-Type: application/json")
            _ = vigie_curl_set_long(easy, CURLOPT_POSTFIELDSIZE, json.utf8.count)
            _ = vigie_curl_set_text(easy, CURLOPT_COPYPOSTFIELDS, json)
        }
        if let headers { _ = vigie_curl_set_list(easy, CURLOPT_HTTPHEADER, headers) }
        if let caFile = access.caFile { _ = vigie_curl_set_text(easy, CURLOPT_CAINFO, caFile) }
        _ = vigie_curl_set_text(easy, CURLOPT_URL, url)
        _ = vigie_curl_set_text(easy, CURLOPT_CUSTOMREQUEST, method)
        _ = vigie_curl_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        _ = vigie_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        _ = vigie_curl_set_long(easy, CURLOPT_TIMEOUT_MS, 15_000)
        let body = Body()
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
        guard (200...299).contains(status) else { throw refusal(url, status, text) }
        return text
    }

    private struct Said: Decodable { var error: String }

    /// What was said is all that counts, where it was said in JSON.
    private static func refusal(_ url: String, _ status: Int, _ text: String) -> Failure {
        let said = try? JSONDecoder().decode(Said.self, from: Data(text.utf8))
        return Failure(description: said?.error ?? "\(url) answers \(status): \(text)")
    }
}
