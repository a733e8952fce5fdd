import LineProtocol
import Model

/// What the values of one field have in common.
struct FieldGuess: Sendable {
    struct Kinds: OptionSet {
        let rawValue: UInt8
        static let text = Kinds(rawValue: 1)
        static let truth = Kinds(rawValue: 2)
        static let number = Kinds(rawValue: 4)

        var count: Int { rawValue.nonzeroBitCount }
    }

    let name: String
    private let spelling: [UInt8]
    /// The name's parts between underscores, in lower case.
    let words: [String]
    private(set) var kinds: Kinds = []
    private(set) var lines = 0
    private(set) var low = Double.infinity
    private(set) var high = -Double.infinity
    /// Whether all numbers were whole, and whether all were written as whole numbers.
    private(set) var isWhole = true
    private(set) var isInteger = true
    /// On how many lines it was a text.
    private(set) var texts = 0
    /// Its place among what may be the id.
    var idPlace: Int?

    init(spelled spelling: [UInt8]) {
        self.spelling = spelling
        name = spelling.withUnsafeBytes { decodedName($0) }
        words = name.lowercased().split(separator: "_").map(String.init)
    }

    func isSpelled(_ name: UnsafeRawBufferPointer) -> Bool {
        name.count == spelling.count && name.elementsEqual(spelling)
    }

    mutating func add(_ raw: ParsedField) {
        lines += 1
        switch raw.kind {
        case .string:
            texts += 1
            kinds.insert(.text)
        case .bool: kinds.insert(.truth)
        case .float, .integer, .unsigned:
            kinds.insert(.number)
            guard let number = raw.number else { return }
            low = min(low, number)
            high = max(high, number)
            if raw.kind == .float { isInteger = false }
            if isWhole, number != number.rounded() { isWhole = false }
        }
    }

}

/// A type of the rule language, and what the author may want to know of it.
struct TypeGuess: Equatable {
    var type: String
    var remark: String?

    init(_ type: String, _ remark: String? = nil) {
        self.type = type
        self.remark = remark
    }
}
