import Model

/// For editors: a JSON object a line, each with the place of the primary label.
///
/// - Shape: `path`, `line`, `column` (1-based, characters), `end` (the column behind the last, on
///   that line or a later one), `code`, `severity`, `message`, `label`, `help` (or null).
public func renderJSON(_ diagnostics: [Diagnostic], sources: [SourceText]) -> String {
    let tables = sources.map(LineTable.init)
    return diagnostics.map { diagnostic in
        let range = diagnostic.range
        let start = tables[range.file].position(of: range.start)
        let end = tables[range.file].position(of: range.end)
        let object = JSON.object([
            ("path", .text(sources[range.file].path)),
            ("line", .integer(Int64(start.line))),
            ("column", .integer(Int64(start.column))),
            ("end_line", .integer(Int64(end.line))),
            ("end", .integer(Int64(end.column))),
            ("code", .text(diagnostic.code.rawValue)),
            ("severity", .text(diagnostic.severity.rawValue)),
            ("message", .text(diagnostic.message)),
            ("label", .text(diagnostic.labels[0].text)),
            ("help", .optional(diagnostic.help)),
        ])
        return object.line + "\n"
    }.joined()
}
