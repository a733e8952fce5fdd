import Plans

/// Reads a text with slots. `{{` and `}}` stand for braces.
struct TemplateChecker: Complaining {
    private let text: Text
    private let slots: Slots
    private let bytes: [UInt8]
    private var position = 0
    private var literal: [UInt8] = []
    private var parts: [TextTemplate.Part] = []
    var diagnostics: [Diagnostic] = []

    init(_ text: Text, _ slots: Slots) {
        self.text = text
        self.slots = slots
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
        if let slot = slots[name] {
            parts.append(.slot(slot))
        } else if let text = slots.fixed[name] {
            literal += Array(text.utf8)
        } else if slots.isWhole {
            reportUnknown(name, at: place)
        }
    }

    private mutating func reportUnknown(_ name: String, at range: SourceRange) {
        report(
            .unknownSlot, "`{\(name)}` is not a slot of this text", at: range,
            "nothing to put here",
            help: suggestion(for: name, among: slots.all.map(\.name)).map {
                "did you mean `{\($0)}`?"
            } ?? slots.words)
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

/// The slots that a text may have, by name.
struct Slots {
    typealias Named = (name: String, slot: TextTemplate.Slot)

    let all: [Named]
    /// Tags of the KPI, or what the stream has.
    private let own: [String]
    private let noun: String
    /// Whether all of them are known: else what is not here may be there.
    let isWhole: Bool
    /// Those whose text is known when the rules are read.
    var fixed: [String: String] = [:]

    init(_ all: [Named], groups: [String], isWhole: Bool) {
        self.all = all
        own = groups
        noun = "tags of the KPI"
        self.isWhole = isWhole
    }

    init(_ all: [Named], columns: [String], isWhole: Bool) {
        self.all = all
        own = columns
        noun = "of the stream"
        self.isWhole = isWhole
    }

    func isTag(_ name: String) -> Bool {
        if case .tag? = self[name] { true } else { false }
    }

    subscript(name: String) -> TextTemplate.Slot? { all.first { $0.name == name }?.slot }

    /// What there is, for whoever asked for something else.
    fileprivate var words: String {
        let fixed = all.map(\.name).filter { !own.contains($0) } + fixed.keys.sorted()
        return "slots are \(list(fixed))" + (own.isEmpty ? "" : "; \(noun): \(list(own))")
    }
}

extension TextTemplate.Slot {
    /// Of a text about a KPI.
    static let ofKPIs: [Slots.Named] = [
        ("value", .value), ("limit", .limit), ("baseline", .baseline), ("samples", .samples),
        ("state", .state), ("since", .since), ("alert", .alert), ("kpi", .kpi),
        ("kpi.title", .kpiTitle),
        ("owner", .owner), ("runbook", .runbook),
    ]

    /// Of a text about one event.
    static let ofEvents: [Slots.Named] = [
        ("value", .value), ("limit", .limit), ("state", .state), ("since", .since),
        ("alert", .alert), ("owner", .owner), ("runbook", .runbook),
    ]
}
