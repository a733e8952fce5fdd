import Model

// From what was seen, and from the name, to a type. What the values do not prove is said in a
// comment and not in the type: a wrong type refuses lines.
extension FieldGuess {
    var type: TypeGuess {
        if kinds.count > 1, !isTruth { return mixed }
        if kinds == [.text] { return TypeGuess("text") }
        if isTruth { return TypeGuess("bool") }
        return duration ?? score ?? share ?? money ?? plain
    }

    /// t and f, or 0 and 1 as whole numbers, both of them seen.
    private var isTruth: Bool {
        if kinds == [.truth] { return true }
        let isCount = ["n", "count", "total", "number"].contains(words.last ?? "")
        let isBinary = isInteger && low >= 0 && high <= 1
        if kinds == [.truth, .number] { return isBinary }
        return kinds == [.number] && isBinary && low < high && !isCount
    }

    /// Whichever type it has, some of its lines are refused.
    private var mixed: TypeGuess {
        let others = lines - texts
        return kinds.contains(.text) && texts >= others
            ? TypeGuess("text", "no text in \(others) of \(lines) lines, which are refused")
            : TypeGuess("number", "no number in some of \(lines) lines, which are refused")
    }

    private var range: String {
        guard low <= high else { return "no number seen" }
        return low == high ? short(low) : "\(short(low)) to \(short(high))"
    }

    private var duration: TypeGuess? {
        guard let last = words.last else { return nil }
        if let unit = Self.lengths[last] { return TypeGuess("duration(\(unit))", range) }
        if ["day", "days"].contains(last) {
            return TypeGuess("number", "\(range); a duration in days cannot be declared")
        }
        guard ["duration", "latency", "wait", "delay", "elapsed"].contains(last) else { return nil }
        return TypeGuess(
            "number", "\(range); a length of time? then duration(s) or duration(ms)")
    }

    private static let lengths = [
        "ns": "ns", "us": "us", "ms": "ms", "millis": "ms", "s": "s", "sec": "s", "secs": "s",
        "seconds": "s", "min": "m", "mins": "m", "minutes": "m", "h": "h", "hours": "h",
    ]

    private var score: TypeGuess? {
        let marks: Set = ["score", "rating", "stars", "nps", "csat", "ces", "mark", "grade"]
        guard isWhole, low >= 0, high <= 10, words.contains(where: marks.contains) else {
            return nil
        }
        let hint = low >= 1 && high <= 5 ? "; 1 to 5 at most? then score(1..5)" : ""
        return TypeGuess("score(0..10)", range + hint)
    }

    private var share: TypeGuess? {
        let shares: Set = ["share", "ratio", "rate", "pct", "percent", "percentage"]
        let isShare = words.contains(where: shares.contains)
        if low >= 0, high <= 1, !isWhole || isShare {
            return TypeGuess("number", "\(range); a share? then percent")
        }
        guard isShare, low >= 0, high <= 100 else { return nil }
        return TypeGuess("number", "\(range); a share? then percent(100)")
    }

    private var money: TypeGuess? {
        let codes = ["eur", "usd", "gbp", "chf", "cad", "jpy"]
        if let code = words.last(where: codes.contains) {
            return TypeGuess("number", "\(range); money? then money(\(code.uppercased()))")
        }
        let amounts: Set = [
            "amount", "price", "cost", "revenue", "turnover", "margin", "basket", "refund", "mrr",
            "clv", "spend",
        ]
        guard words.contains(where: amounts.contains) else { return nil }
        return TypeGuess("number", "\(range); money? then money(EUR), or another currency")
    }

    private var plain: TypeGuess {
        isInteger && low >= 0 ? TypeGuess("count", range) : TypeGuess("number", range)
    }
}

/// A number as the rule language writes it, with at most three decimals.
private func short(_ value: Double) -> String {
    guard abs(value) < 1e15 else { return "\(value)" }
    let rounded = (value * 1_000).rounded() / 1_000
    return rounded == rounded.rounded() ? "\(Int64(rounded))" : "\(rounded)"
}
