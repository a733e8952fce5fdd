/// A pattern as it is written.
indirect enum PatternNode {
    case set(ScalarSet)
    case edge(PatternEdge)
    /// One after the other; of none, what fits nothing at all.
    case sequence([PatternNode])
    case choice([PatternNode])
    case repeated(PatternNode, atLeast: Int, atMost: Int?)
}

/// A place between two scalars.
enum PatternEdge {
    case start, end, word, noWord

    func holds(between left: Unicode.Scalar?, and right: Unicode.Scalar?) -> Bool {
        switch self {
        case .start: left == nil
        case .end: right == nil
        case .word: Self.isWord(left) != Self.isWord(right)
        case .noWord: Self.isWord(left) == Self.isWord(right)
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
        scalar.map(ScalarSet(ScalarSet.word).contains) ?? false
    }
}

/// What one scalar may be.
struct ScalarSet: Equatable, Sendable {
    var ranges: [ClosedRange<UInt32>]
    /// Whether it is what is not in the ranges.
    var isNegated = false
    var ignoresCase = false

    init(_ ranges: [ClosedRange<UInt32>], isNegated: Bool = false, ignoresCase: Bool = false) {
        self.ranges = ranges
        self.isNegated = isNegated
        self.ignoresCase = ignoresCase
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        holds(scalar) != isNegated
    }

    private func holds(_ scalar: Unicode.Scalar) -> Bool {
        func isIn(_ scalar: Unicode.Scalar) -> Bool {
            ranges.contains { $0.contains(scalar.value) }
        }
        guard ignoresCase, !isIn(scalar) else { return isIn(scalar) }
        let (small, large) = (Self.small(scalar), Self.large(scalar))
        return isIn(small) || isIn(large) || isIn(Self.small(large)) || isIn(Self.large(small))
    }

    /// What becomes more than one scalar is left as it is: RE2 folds one by one too.
    private static func small(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        only(scalar.properties.lowercaseMapping) ?? scalar
    }

    private static func large(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        only(scalar.properties.uppercaseMapping) ?? scalar
    }

    private static func only(_ text: String) -> Unicode.Scalar? {
        let scalars = text.unicodeScalars
        return scalars.count == 1 ? scalars.first : nil
    }
}

extension ScalarSet {
    static let digit: [ClosedRange<UInt32>] = [0x30...0x39]
    static let space: [ClosedRange<UInt32>] = [0x09...0x0A, 0x0C...0x0D, 0x20...0x20]
    static let word: [ClosedRange<UInt32>] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
    static let lineEnd: [ClosedRange<UInt32>] = [0x0A...0x0A]

    /// `[:alpha:]` and its like, by their names.
    static let classes: [(name: String, ranges: [ClosedRange<UInt32>])] = [
        ("alnum", [0x30...0x39, 0x41...0x5A, 0x61...0x7A]),
        ("alpha", [0x41...0x5A, 0x61...0x7A]),
        ("ascii", [0x00...0x7F]),
        ("blank", [0x09...0x09, 0x20...0x20]),
        ("cntrl", [0x00...0x1F, 0x7F...0x7F]),
        ("digit", digit),
        ("graph", [0x21...0x7E]),
        ("lower", [0x61...0x7A]),
        ("print", [0x20...0x7E]),
        ("punct", [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]),
        ("space", [0x09...0x0D, 0x20...0x20]),
        ("upper", [0x41...0x5A]),
        ("word", word),
        ("xdigit", [0x30...0x39, 0x41...0x46, 0x61...0x66]),
    ]

    /// All scalars that are in none of these, which are in rising order.
    static func others(than ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var left: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if next < range.lowerBound { left.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        return left + [next...0x10FFFF]
    }
}
