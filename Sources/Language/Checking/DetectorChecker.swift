import Model
import PluginKit

/// Checks which detector is asked, and with which arguments.
struct DetectorChecker: Complaining {
    private let names: Names
    var diagnostics: [Diagnostic] = []

    init(_ names: Names) { self.names = names }

    struct Checked {
        var name: String
        var arguments: Arguments
        var asksSiblings: Bool
    }

    /// - Parameter call: nil: the rule names none, and `auto` is asked.
    mutating func check(_ call: Call?, at range: SourceRange) -> Checked? {
        let name = call?.function ?? Name(text: "auto", range: range)
        guard let kind = names.detectors.first(where: { $0.name == name.text }) else {
            let known = names.detectors.map(\.name)
            report(
                .unknownDetector, "there is no detector `\(name.text)`", at: name.range,
                "no detector has this name",
                help: suggestion(for: name.text, among: known).map { "did you mean `\($0)`?" }
                    ?? "there are \(list(known))")
            return nil
        }
        return arguments(call?.arguments ?? [], of: name, kind.manifest.parameters).map {
            Checked(name: kind.name, arguments: $0, asksSiblings: kind.type.asksSiblings)
        }
    }

    private mutating func arguments(
        _ written: [Call.Argument], of detector: Name, _ parameters: [Parameter]
    ) -> Arguments? {
        var open = parameters
        var values: [(String, Double)] = []
        for argument in written {
            let place = argument.name.map { name in open.firstIndex { $0.name == name.text } } ?? 0
            guard let place, place < open.count else {
                reportUnknown(argument, of: detector, parameters, open)
                return nil
            }
            let parameter = open.remove(at: place)
            guard let value = value(of: argument, parameter) else { return nil }
            values.append((parameter.name, value))
        }
        do { return try Arguments(values, for: parameters) } catch {
            let missing = open.first { $0.standard == nil }
            report(
                .badArgument, "`\(detector.text)` is not told its `\(missing?.name ?? "")`",
                at: detector.range, "lacks an argument",
                help: missing.map { "write `\(detector.text)(\($0.example))`" })
            return nil
        }
    }

    private mutating func value(of argument: Call.Argument, _ parameter: Parameter) -> Double? {
        let constant = names.constant(argument.value)
        let value: Double? =
            switch (parameter.form, argument.value.form, constant) {
            case (.word(let words), .name(let word), _): words.firstIndex(of: word).map(Double.init)
            case (.duration, _, .duration(let length)?): length.seconds
            case (.number, _, let constant?): constant.measured?.0
            default: nil
            }
        if let value, parameter.range.contains(value) { return value }
        report(
            .badArgument, "`\(parameter.name)` \(parameter.wants)", at: argument.value.range,
            value == nil ? "something else" : "out of range",
            help: "write `\(parameter.example)`")
        return nil
    }

    private mutating func reportUnknown(
        _ argument: Call.Argument, of detector: Name, _ parameters: [Parameter],
        _ open: [Parameter]
    ) {
        guard let name = argument.name, !parameters.contains(where: { $0.name == name.text }) else {
            return report(
                .badArgument, "`\(detector.text)` takes no further argument",
                at: argument.value.range, "one too many", help: "remove it")
        }
        let names = parameters.map(\.name)
        report(
            .badArgument, "`\(detector.text)` has no parameter `\(name.text)`", at: name.range,
            "unknown",
            help: suggestion(for: name.text, among: names).map { "did you mean `\($0)`?" }
                ?? (names.isEmpty ? "it has none" : "it has \(list(names))"))
    }
}
