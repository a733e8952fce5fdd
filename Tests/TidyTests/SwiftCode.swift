/// Swift text without its comments and the insides of its strings.
///
/// Each is replaced by spaces, so that lines and columns stay. Knows nested block comments, raw and
/// multi-line strings, and interpolations, which count as string.
struct SwiftCode {
    private var rest: Substring
    private var kept = ""

    init(_ text: String) {
        rest = text[...]
        while let next = rest.first {
            if rest.hasPrefix("//") {
                blank(until: "\n")
            } else if rest.hasPrefix("/*") {
                blankComment()
            } else if let quote = openingQuote() {
                blankString(quote)
            } else {
                kept.append(next)
                rest.removeFirst()
            }
        }
    }

    var lines: [String] {
        kept.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private struct Quote {
        var text: String
        var hashes: String
        var closing: String { text + hashes }
        var interpolation: String { "\\" + hashes + "(" }
        var escape: String { "\\" + hashes }
    }

    /// The quote that the rest begins with: `"`, `#"`, `"""`, `##"""`, ...
    private func openingQuote() -> Quote? {
        let hashes = rest.prefix { $0 == "#" }
        let after = rest.dropFirst(hashes.count)
        guard after.first == "\"" else { return nil }
        return Quote(text: after.hasPrefix("\"\"\"") ? "\"\"\"" : "\"", hashes: String(hashes))
    }

    private mutating func blank(_ count: Int) {
        for character in rest.prefix(count) { kept.append(character == "\n" ? "\n" : " ") }
        rest = rest.dropFirst(count)
    }

    private mutating func blank(until end: Character) {
        blank(rest.prefix { $0 != end }.count)
    }

    private mutating func blankComment() {
        var depth = 0
        repeat {
            if rest.hasPrefix("/*") {
                depth += 1
                blank(2)
            } else if rest.hasPrefix("*/") {
                depth -= 1
                blank(2)
            } else {
                blank(1)
            }
        } while depth > 0 && !rest.isEmpty
    }

    private mutating func blankString(_ quote: Quote) {
        blank(quote.hashes.count + quote.text.count)
        while !rest.isEmpty {
            if rest.hasPrefix(quote.closing) { return blank(quote.closing.count) }
            // A string that a line end cuts off is not Swift; go on as if it were closed.
            if quote.text.count == 1, rest.first == "\n" { return }
            if rest.hasPrefix(quote.interpolation) {
                blankInterpolation(quote.interpolation.count)
            } else {
                blank(rest.hasPrefix(quote.escape) ? quote.escape.count + 1 : 1)
            }
        }
    }

    private mutating func blankInterpolation(_ opening: Int) {
        blank(opening)
        var depth = 1
        while depth > 0, let next = rest.first {
            if let quote = openingQuote() {
                blankString(quote)
                continue
            }
            if next == "(" { depth += 1 }
            if next == ")" { depth -= 1 }
            blank(1)
        }
    }
}
