import Model

/// Why a request was not answered, in the numbers of JSON-RPC.
struct Fault: Error {
    var code: Int
    var words: String

    init(_ code: Int, _ words: String) {
        self.code = code
        self.words = words
    }

    func answer(to id: JSON) -> JSON {
        [
            "jsonrpc": "2.0", "id": id,
            "error": ["code": .integer(Int64(code)), "message": .text(words)],
        ]
    }
}
