extension Parser {
    /// Two words, for a field may be called `followed`.
    var atFollow: Bool {
        let distance = at(.not) ? 1 : 0
        return isWord("followed", at: distance) && isWord("by", at: distance + 1)
    }

    private func isWord(_ word: String, at distance: Int) -> Bool {
        peek(distance).kind == .name && spelling(of: peek(distance)) == word
    }

    /// follow = [ "not" ] "followed" "by" NAME [ "where" expression ] "on" NAME { "," NAME }
    ///          "within" DURATION
    mutating func parseFollow() throws(Stop) -> Follow {
        let first = token.range
        let isNegated = take(.not) != nil
        advance()
        advance()
        let stream = try parseName(
            "the name of a stream",
            help: "write `followed by STREAM on FIELD within 7d`")
        let condition = take(.where) == nil ? nil : try parseDisjunction()
        try need(word: "on", help: "write `on FIELD`, the field or tag that both events share")
        let on = try parseNames("the name of a field or tag")
        try need(word: "within", help: "write `within 7d`, how soon it must follow")
        let within = try parseSpan()
        return Follow(
            isNegated: isNegated, selection: Selection(stream: stream, condition: condition),
            on: on, within: within, range: first.through(previous.range))
    }
}
