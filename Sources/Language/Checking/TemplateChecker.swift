import Plans

/// Reads a text with slots. `{{` and `}}` stand for braces.
struct TemplateChecker: Complaining {
    private let text: Text
    private let kpi: CheckedKPI
    private let bytes: [UInt8]
    private var position = 0
    private var literal: [UInt8] = []
    private var parts: [TextTemplate.Part] = []
    var diagnostics: [Diagnostic] = []

    init(_ text: Text, _ kpi: CheckedKPI) {
        self.text = text
        self.kpi = kpi
        bytes = Array(text.value.utf8)
    }

    mutating func check() -> TextTemplate {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "{"): if isDoubled { takeDoubled() } else { slot() }
            case UInt8(ascii: "}"):
                if isDoubled {
                    takeDoubled()
                } else {
                    reportBrace("closes no slot", help: "write `}}` for a brace")
                    position += 1
                }
            default:
                literal.append(bytes[position])
                position += 1
            }
        }
        endLiteral()
        return TextTemplate(parts)
    }

    private var isDoubled: Bool {
        position + 1 < bytes.count && bytes[position + 1] == bytes[position]
    }

    private mutating func takeDoubled() {
        literal.append(bytes[position])
        position += 2
    }

    private mutating func endLiteral() {
        if !literal.isEmpty { parts.append(.text(String(decoding: literal, as: UTF8.self))) }
        literal = []
    }

    private mutating func slot() {
        let rest = bytes[(position + 1)...]
        let braces = [UInt8(ascii: "{"), UInt8(ascii: "}")]
        guard let end = rest.firstIndex(where: braces.contains),
            bytes[end] == UInt8(ascii: "}")
        else {
            reportBrace("opens a slot that is not closed", help: "write `{{` for a brace")
            position += 1
            return
        }
        let inner = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
        let name = String(inner.split(separator: " ").joined(separator: " "))
        let place = range(position, end + 1)
        position = end + 1
        endLiteral()
        if let slot = slot(name) {
            parts.append(.slot(slot))
        } else if kpi.isWhole {
            reportUnknown(name, at: place)
        }
    }

    private static let slots: [(String, TextTemplate.Slot)] = [
        ("value", .value), ("limit", .limit), ("samples", .samples), ("state", .state),
        ("since", .since), ("alert", .alert), ("kpi", .kpi), ("kpi.title", .kpiTitle),
        ("owner", .owner), ("runbook", .runbook),
    ]

    private func slot(_ name: String) -> TextTemplate.Slot? {
        if let slot = Self.slots.first(where: { $0.0 == name })?.1 { return slot }
        return kpi.by.contains(name) ? .tag(name) : nil
    }

    private mutating func reportUnknown(_ name: String, at range: SourceRange) {
        let known = Self.slots.map(\.0) + kpi.by
        let groups = kpi.by.isEmpty ? "" : "; tags of the KPI: \(list(kpi.by))"
        report(
            .unknownSlot, "`{\(name)}` is not a slot of this text", at: range,
            "nothing to put here",
            help: suggestion(for: name, among: known).map { "did you mean `{\($0)}`?" }
                ?? "slots are \(list(Self.slots.map(\.0)))\(groups)")
    }

    private mutating func reportBrace(_ label: String, help: String) {
        report(
            .badTemplate, "a brace of this text has no partner",
            at: range(position, position + 1), label, help: help)
    }

    /// Where part of the text stands in the source; the whole text where escapes have moved it.
    private func range(_ start: Int, _ end: Int) -> SourceRange {
        guard text.range.end - text.range.start == bytes.count + 2 else { return text.range }
        let first = text.range.start + 1
        return SourceRange(file: text.range.file, start: first + start, end: first + end)
    }
}
