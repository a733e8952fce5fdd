/// The face of diagnostics: source lines with the places marked under them, after rustc's.
///
///     error[V300]: `meen` is not a KPI function
///       --> rules/checkout.vigie:3:10
///       |
///     3 |   value  meen(wait_s)
///       |          ^^^^ no function has this name
///       = help: did you mean `mean`?
public func render(
    _ diagnostics: [Diagnostic], sources: [SourceText], color: Bool = false
) -> String {
    let face = Face(sources: sources, tables: sources.map(LineTable.init), color: color)
    return diagnostics.map(face.render).joined(separator: "\n")
}

private struct Face {
    let sources: [SourceText]
    let tables: [LineTable]
    let color: Bool

    /// What of a long line is shown.
    private static let width = 120

    func render(_ diagnostic: Diagnostic) -> String {
        let margin = String(repeating: " ", count: marginWidth(diagnostic))
        var text = head(diagnostic) + "\n"
        var file: Int?
        var line: Int?
        for label in shown(diagnostic.labels) {
            let (start, end) = (
                position(label.range.start, label), position(label.range.end, label)
            )
            if label.range.file != file {
                text += margin + paint(file == nil ? "--> " : "::: ", .place)
                text += "\(sources[label.range.file].path):\(start.line):\(start.column)\n"
                text += margin + paint(" |", .place) + "\n"
                line = nil
            }
            let source = tables[label.range.file].text(ofLine: start.line)
            let stop = end.line == start.line ? end.column : source.count + 1
            let window = window(of: source, around: start.column)
            if start.line != line {
                let number = "\(start.line)"
                let padding = String(repeating: " ", count: margin.count - number.count)
                text += paint("\(padding)\(number) |", .place) + cut(source, window) + "\n"
            }
            text += margin + paint(" |", .place)
            text += underline(source, start.column, stop, window, label) + "\n"
            (file, line) = (label.range.file, start.line)
        }
        if let help = diagnostic.help {
            text += margin + paint(" = ", .place) + paint("help", .help) + ": \(help)\n"
        }
        return text
    }

    private func head(_ diagnostic: Diagnostic) -> String {
        let severity = diagnostic.severity
        return paint(
            "\(severity.rawValue)[\(diagnostic.code.rawValue)]",
            severity == .error ? .error : .warning) + paint(": \(diagnostic.message)", .strong)
    }

    /// The primary file first; in a file, from top to bottom.
    private func shown(_ labels: [Diagnostic.Label]) -> [Diagnostic.Label] {
        let first = labels[0].range.file
        return labels.sorted { left, right in
            let (a, b) = (left.range, right.range)
            let (isA, isB) = (a.file == first ? 0 : 1, b.file == first ? 0 : 1)
            return (isA, a.file, a.start, a.end) < (isB, b.file, b.start, b.end)
        }
    }

    private func position(_ byte: Int, _ label: Diagnostic.Label) -> (line: Int, column: Int) {
        tables[label.range.file].position(of: byte)
    }

    private func marginWidth(_ diagnostic: Diagnostic) -> Int {
        diagnostic.labels.map { "\(position($0.range.start, $0).line)".count }.max() ?? 1
    }

    /// The columns, from 0, of a line that are shown.
    private func window(of line: [Character], around column: Int) -> Range<Int> {
        guard line.count > Self.width else { return 0..<line.count }
        let start = max(0, min(column - Self.width / 2, line.count - Self.width))
        return start..<start + Self.width
    }

    private func cut(_ line: [Character], _ window: Range<Int>) -> String {
        if line.isEmpty { return "" }
        let text = line[window].map { $0 == "\t" ? " " : String($0) }.joined()
        return " " + (window.lowerBound > 0 ? "…" : "") + text
            + (window.upperBound < line.count ? "…" : "")
    }

    private func underline(
        _ line: [Character], _ start: Int, _ end: Int, _ window: Range<Int>,
        _ label: Diagnostic.Label
    ) -> String {
        let lead = start - 1 - window.lowerBound + (window.lowerBound > 0 ? 1 : 0)
        let length = max(1, min(end, window.upperBound + 1) - start)
        let marks = String(repeating: label.isPrimary ? "^" : "-", count: length)
        let style: Style = label.isPrimary ? .mark : .place
        return String(repeating: " ", count: lead + 1) + paint("\(marks) \(label.text)", style)
    }

    private enum Style: String {
        case error = "31;1", warning = "33;1", strong = "1", place = "34;1", mark = "31"
        case help = "36;1"
    }

    private func paint(_ text: String, _ style: Style) -> String {
        color ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}
