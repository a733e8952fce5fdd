import CCurl

/// One of libcurl's handles, with setters that Swift can call. Belongs to one thread.
struct CurlEasy {
    let pointer: UnsafeMutableRawPointer

    func set(_ option: CURLoption, _ value: Int) { vigie_curl_set_long(pointer, option, value) }

    func set(_ option: CURLoption, _ value: Bool) { set(option, value ? 1 : 0) }

    func set(_ option: CURLoption, _ value: String) { vigie_curl_set_text(pointer, option, value) }

    func set(_ option: CURLoption, _ value: Secret) { value.withText { set(option, $0) } }

    func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer) {
        vigie_curl_set_pointer(pointer, option, value)
    }

    func set(_ option: CURLoption, _ value: borrowing CurlList) {
        vigie_curl_set_list(pointer, option, value.first)
    }

    func set(form: borrowing CurlForm) { vigie_curl_set_mime(pointer, form.root) }

    /// Copied, so that it need not outlive the call.
    func set(body: [UInt8]) {
        vigie_curl_set_size(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
        body.withUnsafeBytes {
            // An empty body is one too.
            var nothing: UInt8 = 0
            if let start = $0.baseAddress {
                vigie_curl_set_pointer(
                    pointer, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: start))
            } else {
                vigie_curl_set_pointer(pointer, CURLOPT_COPYPOSTFIELDS, &nothing)
            }
        }
    }
}

/// Lines that libcurl takes as a list: headers, recipients.
struct CurlList: ~Copyable {
    fileprivate(set) var first: UnsafeMutablePointer<curl_slist>?

    deinit { curl_slist_free_all(first) }

    mutating func append(_ line: String) { first = curl_slist_append(first, line) }

    var lines: [String] {
        var lines: [String] = []
        var next = first
        while let line = next {
            lines.append(String(cString: line.pointee.data))
            next = line.pointee.next
        }
        return lines
    }

    /// One line, whatever the value holds.
    mutating func append(header name: String, _ value: String) {
        append("\(name): \(value)".filter { !$0.isNewline && $0 != "\0" })
    }
}

/// Parts of one body, in MIME.
///
/// A class, for parts within parts share the one that is freed.
final class CurlForm {
    let root: OpaquePointer?
    private let easy: CurlEasy
    /// Whether a part above gives it back.
    private var isOwned = false

    init(_ easy: CurlEasy) {
        self.easy = easy
        root = curl_mime_init(easy.pointer)
    }

    deinit { if !isOwned { curl_mime_free(root) } }

    /// - Parameters:
    ///   - type: its `Content-Type`.
    ///   - encoding: `quoted-printable` or `base64`, in a mail.
    func add(
        _ bytes: [UInt8], type: String, name: String? = nil, file: String? = nil,
        encoding: String? = nil, headers: [String] = []
    ) {
        let part = curl_mime_addpart(root)
        bytes.withUnsafeBytes {
            _ = curl_mime_data(part, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
        }
        curl_mime_type(part, type)
        if let name { curl_mime_name(part, name) }
        if let file { curl_mime_filename(part, file) }
        if let encoding { curl_mime_encoder(part, encoding) }
        var list: UnsafeMutablePointer<curl_slist>?
        for header in headers { list = curl_slist_append(list, header) }
        if list != nil { curl_mime_headers(part, list, 1) }
    }

    /// - Parameter type: `multipart/alternative` and the like.
    func add(_ form: CurlForm, type: String) {
        let part = curl_mime_addpart(root)
        curl_mime_subparts(part, form.root)
        curl_mime_type(part, type)
        form.isOwned = true
    }
}
