/// Reads a pattern.
struct PatternParser {
    private let scalars: [Unicode.Scalar]
    var place = 0
    private var depth = 0
    private(set) var ignoresCase = false
    private var dotTakesLineEnds = false

    init(_ source: String) throws(PatternFault) {
        scalars = Array(source.unicodeScalars)
        guard scalars.count <= Limits.patternLength else {
            throw PatternFault(at: Limits.patternLength, "it is too long")
        }
    }

    mutating func whole() throws(PatternFault) -> PatternNode {
        let node = try choice()
        guard place == scalars.count else { throw fault("`)` without a `(`") }
        return node
    }

    var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    /// Whether what comes next is the last before a `]`.
    var isBeforeEnd: Bool { place + 1 < scalars.count && scalars[place + 1] == "]" }

    func fault(_ reason: String) -> PatternFault { PatternFault(at: place, reason) }

    mutating func take(_ text: String) -> Bool {
        let wanted = Array(text.unicodeScalars)
        guard scalars[place...].starts(with: wanted) else { return false }
        place += wanted.count
        return true
    }

    mutating func takeOne() -> Unicode.Scalar? {
        guard let scalar = next else { return nil }
        place += 1
        return scalar
    }
}

extension PatternParser {
    private mutating func choice() throws(PatternFault) -> PatternNode {
        depth += 1
        guard depth <= Limits.nesting else { throw fault("it nests too deep") }
        var nodes = [try sequence()]
        while take("|") { nodes.append(try sequence()) }
        depth -= 1
        return nodes.count == 1 ? nodes[0] : .choice(nodes)
    }

    private mutating func sequence() throws(PatternFault) -> PatternNode {
        var nodes: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            guard let node = try item() else { continue }
            nodes.append(try repeated(node))
        }
        return .sequence(nodes)
    }

    /// nil: it was a flag, which is nothing by itself.
    private mutating func item() throws(PatternFault) -> PatternNode? {
        if take("(") { return try group() }
        if take("[") { return .set(try bracketed()) }
        if take(".") {
            return .set(ScalarSet(dotTakesLineEnds ? [] : ScalarSet.lineEnd, isNegated: true))
        }
        if take("^") { return .edge(.start) }
        if take("$") { return .edge(.end) }
        if let scalar = next, "*+?".unicodeScalars.contains(scalar) {
            throw fault("`\(scalar)` has nothing to repeat")
        }
        if take("\\") { return try escaped() }
        return takeOne().map { literal($0) }
    }

    func literal(_ scalar: Unicode.Scalar) -> PatternNode {
        .set(ScalarSet([scalar.value...scalar.value], ignoresCase: ignoresCase))
    }

    /// Flags hold to the end of the group that they stand in.
    private mutating func group() throws(PatternFault) -> PatternNode? {
        let flags = (ignoresCase, dotTakesLineEnds)
        if take("?") {
            if take("P<") || take("<") {
                try groupName()
            } else if try !takeFlags() {
                return nil
            }
        }
        let node = try choice()
        guard take(")") else { throw fault("a `)` is missing") }
        (ignoresCase, dotTakesLineEnds) = flags
        return node
    }

    private mutating func groupName() throws(PatternFault) {
        while let scalar = next, ScalarSet(ScalarSet.word).contains(scalar) { place += 1 }
        guard take(">") else { throw fault("a group's name is letters, digits and `_`, and `>`") }
    }

    /// Whether a group follows: `(?i:...)`, `(?:...)`; else they hold from here on: `(?i)`.
    private mutating func takeFlags() throws(PatternFault) -> Bool {
        var isOn = true
        while let scalar = takeOne() {
            switch scalar {
            case "i": ignoresCase = isOn
            case "s": dotTakesLineEnds = isOn
            case "-": isOn = false
            case ":": return true
            case ")": return false
            default:
                place -= 1
                throw fault("`(?\(scalar)` is not known here")
            }
        }
        throw fault("a `)` is missing")
    }
}

extension PatternParser {
    private mutating func repeated(_ node: PatternNode) throws(PatternFault) -> PatternNode {
        guard let (least, most) = try count() else { return node }
        // Lazy or not is a matter of which fit is found, not of whether there is one.
        _ = take("?")
        let end = place
        if let scalar = next, try count() != nil {
            place = end
            throw fault("`\(scalar)` after a repetition")
        }
        return .repeated(node, atLeast: least, atMost: most)
    }

    private mutating func count() throws(PatternFault) -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        let start = place
        guard take("{"), let least = number() else {
            place = start  // a brace that counts nothing is a brace
            return nil
        }
        var most: Int? = least
        if take(",") { most = next == "}" ? nil : number() ?? -1 }
        guard most != -1, take("}") else {
            place = start
            return nil
        }
        guard max(least, most ?? 0) <= Limits.patternRepetitions, most ?? least >= least else {
            place = start
            throw fault("it cannot be repeated so often")
        }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var digits = ""
        while let scalar = next, ("0"..."9").contains(scalar) {
            digits.unicodeScalars.append(scalar)
            place += 1
        }
        return digits.isEmpty ? nil : Int(digits) ?? .max
    }
}
