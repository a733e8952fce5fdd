extension Zone {
    /// Reads what `text` gives.
    public init(name: String, text: String) throws(DamagedZone) {
        self.init(name: name, try ZoneTable(text))
    }
}

/// `3600 @-1693706400+7200 @-1680483600+3600 CET-1CEST,M3.5.0,M10.5.0/3`: the first offset,
/// changes, the rule; all in seconds.
extension ZoneTable {
    var text: String {
        let words = changes.map { "@\($0.at)\($0.offset < 0 ? "" : "+")\($0.offset)" }
        return (["\(first)"] + words + (rule.map { [$0.text] } ?? [])).joined(separator: " ")
    }

    init(_ text: String) throws(DamagedZone) {
        var words = text.split(separator: " ")
        guard !words.isEmpty, let first = Int64(words.removeFirst()) else {
            throw DamagedZone("it does not begin with an offset")
        }
        self.init(first: first)
        if let last = words.last, last.first != "@" {
            guard let rule = ClockRule(String(last)) else {
                throw DamagedZone("its rule is none")
            }
            self.rule = rule
            words.removeLast()
        }
        for word in words {
            guard word.first == "@", let change = Self.change(word.dropFirst()) else {
                throw DamagedZone("a change that is none: \(word)")
            }
            changes.append(change)
        }
        try check()
    }

    private static func change(_ word: Substring) -> Change? {
        guard let sign = word.dropFirst().firstIndex(where: { $0 == "+" || $0 == "-" }),
            let at = Int64(word[..<sign]), let offset = Int64(word[sign...])
        else { return nil }
        return Change(at: at, offset: offset)
    }
}
