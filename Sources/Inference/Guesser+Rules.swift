import Model

// What was guessed, as rules that check.
extension Guesser {
    /// - Parameter declared: streams that are left out, since rules have them already.
    public func rules(leavingOut declared: Set<String> = []) -> String {
        let fresh = streams.filter { !declared.contains($0.name) }
        var head = ["# Guessed by `vigie streams --infer` from \(count(linesRead, "line"))\(span)."]
        head.append("# Look it over: what no value and no name tells stands in comments.")
        if unreadable > 0 { head.append("# \(count(unreadable, "line")) could not be read.") }
        if crowdedOut > 0 {
            head.append("# \(count(crowdedOut, "line")) of further streams were not looked at.")
        }
        let known = streams.count - fresh.count
        if known > 0 { head.append("# Left out: \(count(known, "stream")) of the rules.") }
        return ([head.joined(separator: "\n") + "\n"] + fresh.map(\.declaration))
            .joined(separator: "\n")
    }

    private var span: String {
        guard let first, let last else { return "" }
        return ", \(first.minuteText) to \(last.minuteText)"
    }
}

extension StreamGuess {
    var declaration: String {
        let title = "# \(count(lines, "line")), \(count(series, "series", "series"))\n"
        if let flaw = flaw(of: name) {
            return title + "# `\(oneLine(name))` cannot be a stream: \(flaw)\n"
        }
        return title + "stream \(name) {\n" + (tagLines + fieldLines + lateLines).joined() + "}\n"
    }

    private var tagLines: [String] {
        tags.map { tag in
            if let flaw = flaw(of: tag.name) {
                return "  # tag `\(oneLine(tag.name))` is left out: \(flaw)\n"
            }
            return "  tag   \(tag.name)" + (tag.list(of: lines) ?? "  # \(tag.tally)") + "\n"
        }
    }

    private var fieldLines: [String] {
        let id = id
        let taken = Set(tags.map(\.name))
        let width = fields.filter { flaw(of: $0.name) == nil }.map(\.name.count).max() ?? 0
        var lines = fields.map { field -> String in
            let isTaken = taken.contains(field.name)
            if let flaw = isTaken ? "a tag has the same name" : flaw(of: field.name) {
                return "  # field `\(oneLine(field.name))` is left out: \(flaw)\n"
            }
            let guess = field.type
            let gap = String(repeating: " ", count: width - field.name.count)
            let mark = field.name == id ? " id" : ""
            let remark = remark(of: field, guess, isID: field.name == id)
            return "  field \(field.name)\(gap) \(guess.type)\(mark)"
                + (remark.isEmpty ? "" : "  # \(remark)") + "\n"
        }
        if fieldsLeftOut > 0 {
            lines.append("  # a stream has at most \(Limits.fieldsPerStream) fields\n")
        }
        return lines
    }

    private func remark(of field: FieldGuess, _ guess: TypeGuess, isID: Bool) -> String {
        var remarks = guess.remark.map { [$0] } ?? []
        if field.lines < lines { remarks.append("on \(count(field.lines, "line"))") }
        if isID, compared(field) < lines {
            remarks.append("looked for repeats in \(count(compared(field), "line"))")
        }
        return remarks.joined(separator: "; ")
    }

    /// Room for as much disorder again, in a round number; nothing where the standard will do.
    private var lateLines: [String] {
        guard disorder > .zero else { return [] }
        let wanted = disorder + disorder
        guard wanted > .minutes(10) else { return [] }
        let round = Self.lates.first { $0 >= wanted } ?? disorder
        return ["  late  \(round)  # some came \(Unit.duration.text(disorder.seconds)) behind\n"]
    }

    private static let lates: [Interval] =
        [.minutes(20), .minutes(30)] + [1, 2, 4, 6, 12].map(Interval.hours)
        + [1, 2, 4, 7, 14, 30, 60].map(Interval.days)
}

extension TagGuess {
    /// ` in ["a", "b"]`, where the values are few and have been seen often enough to be all.
    fileprivate func list(of lines: Int) -> String? {
        guard values.count <= Limits.guessedTagValues, !hasMore, lines >= 10 * values.count,
            values.count > 1
        else { return nil }
        return " in [\(values.sorted().map(quoted).joined(separator: ", "))]"
    }

    fileprivate var tally: String {
        if hasMore { return "more than \(count(values.count, "value"))" }
        let sample = values.count == 1 ? values.first.map { ": \(oneLine($0))" } ?? "" : ""
        return count(values.count, "value") + sample
    }
}

/// Why the rule language does not take it as a name; nil: it does.
private func flaw(of name: String) -> String? {
    if ["and", "or", "not", "in", "where"].contains(name) {
        return "it is a word of the rule language"
    }
    let isSpelled = name.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95
    }
    guard isSpelled, let first = name.utf8.first else {
        return "names have letters a to z, digits and _ only"
    }
    return (48...57).contains(first) ? "names begin with a letter or _" : nil
}

/// As the rule language writes it.
private func quoted(_ text: String) -> String {
    var quoted = "\""
    for character in text {
        switch character {
        case "\"": quoted += "\\\""
        case "\\": quoted += "\\\\"
        case "\n": quoted += "\\n"
        default: quoted.append(character)
        }
    }
    return quoted + "\""
}

/// For a comment, which ends with its line.
private func oneLine(_ text: String) -> String {
    String(text.prefix(80).map { $0.isNewline ? " " : $0 })
}

private func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    let text = Unit.count.text(Double(number))
    return "\(text) \(number == 1 ? noun : plural ?? noun + "s")"
}
