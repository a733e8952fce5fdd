extension Parser {
    /// table = "table" NAME "by" NAME { "," NAME } "{" { row } "}"
    mutating func parseTable() throws(Stop) {
        let name = try parseName("the name of the table")
        try need(word: "by", help: "write `table \(name.text) by TAG {`")
        var table = TableDeclaration(name: name, by: try parseNames("the name of a tag"))
        table.isDamaged = !parseLines(of: .table) { (parser) throws(Stop) in
            table.rows.append(try parser.parseRow())
        }
        declarations.tables.append(table)
    }

    /// row = ( TEXT { "," TEXT } | "else" ) literal
    private mutating func parseRow() throws(Stop) -> TableDeclaration.Row {
        let first = token.range
        var keys: [Text] = []
        if take(word: "else") == nil {
            guard case .text = token.kind else {
                throw expected(
                    "a value of the tag in quotes, or `else`",
                    help: "write `\"chat\" 3m`, and `else 4h` for all others")
            }
            keys = try parseTexts()
        }
        let value = try parseLiteral()
        return TableDeclaration.Row(
            keys: keys, value: value, range: first.through(previous.range))
    }
}
