// What stands for one scalar: escapes, and what is in brackets.
extension PatternParser {
    /// After `\`, outside of brackets.
    mutating func escaped() throws(PatternFault) -> PatternNode {
        if take("b") { return .edge(.word) }
        if take("B") { return .edge(.noWord) }
        if take("A") { return .edge(.start) }
        if take("z") { return .edge(.end) }
        if let ranges = takeClass() { return .set(ScalarSet(ranges)) }
        return literal(try escapedScalar())
    }

    /// `d`, `D`, `s`, `S`, `w` and `W`.
    private mutating func takeClass() -> [ClosedRange<UInt32>]? {
        let known = [("d", ScalarSet.digit), ("s", ScalarSet.space), ("w", ScalarSet.word)]
        for (letter, ranges) in known {
            if take(letter) { return ranges }
            if take(letter.uppercased()) { return ScalarSet.others(than: ranges) }
        }
        return nil
    }

    private mutating func escapedScalar() throws(PatternFault) -> Unicode.Scalar {
        guard let scalar = takeOne() else { throw fault("nothing follows the last `\\`") }
        switch scalar {
        case "a": return "\u{7}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "v": return "\u{B}"
        case "x": return try hexadecimal()
        default:
            let isName = ScalarSet(ScalarSet.word).contains(scalar) && scalar != "_"
            guard scalar.isASCII, !isName else {
                place -= 1
                throw fault("`\\\(scalar)` is not known here")
            }
            return scalar
        }
    }

    /// `41` or `{1F600}`, after `\x`.
    private mutating func hexadecimal() throws(PatternFault) -> Unicode.Scalar {
        let isBraced = take("{")
        var digits = ""
        while digits.count < (isBraced ? 8 : 2), let scalar = next,
            scalar.properties.isASCIIHexDigit
        {
            digits.unicodeScalars.append(scalar)
            _ = takeOne()
        }
        let isWhole = isBraced ? take("}") : digits.count == 2
        guard isWhole, let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) else {
            throw fault("`\\x` is not followed by the number of a character")
        }
        return scalar
    }
}

extension PatternParser {
    /// After `[`.
    mutating func bracketed() throws(PatternFault) -> ScalarSet {
        let isNegated = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        var isFirst = true
        while isFirst || next != "]" {
            isFirst = false
            ranges += try member()
        }
        _ = take("]")
        return ScalarSet(ranges, isNegated: isNegated, ignoresCase: ignoresCase)
    }

    private mutating func member() throws(PatternFault) -> [ClosedRange<UInt32>] {
        if take("[:") { return try namedClass() }
        if next == "\\" {
            _ = takeOne()
            if let ranges = takeClass() { return ranges }
            return [try range(from: try escapedScalar())]
        }
        guard let scalar = takeOne() else { throw fault("a `]` is missing") }
        return [try range(from: scalar)]
    }

    private mutating func range(
        from low: Unicode.Scalar
    ) throws(PatternFault) -> ClosedRange<UInt32> {
        // At the end a `-` is itself.
        guard next == "-", !isBeforeEnd else { return low.value...low.value }
        _ = takeOne()
        guard var high = takeOne() else { throw fault("a `]` is missing") }
        if high == "\\" { high = try escapedScalar() }
        guard low <= high else { throw fault("the range ends before it begins") }
        return low.value...high.value
    }

    private mutating func namedClass() throws(PatternFault) -> [ClosedRange<UInt32>] {
        let isNegated = take("^")
        for (name, ranges) in ScalarSet.classes where take(name + ":]") {
            return isNegated ? ScalarSet.others(than: ranges) : ranges
        }
        throw fault("there is no such class of characters")
    }
}
