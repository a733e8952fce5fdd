import Model
import Plans
import PluginKit

/// What stands between the parentheses of a call.
extension ValueChecker {
    struct CheckedOperand {
        var plan: OperandPlan
        var unit: Unit
        var range: SourceRange
    }

    mutating func function(_ name: Name) -> FunctionNames.Entry? {
        if let entry = names.functions.entries[name.text] { return entry }
        let help =
            FunctionNames.foreign[name.text].map { "write `\($0)`" }
            ?? suggestion(for: name.text, among: names.functions.entries.keys).map {
                "did you mean `\($0)`?"
            }
        report(
            .unknownFunction, "`\(name.text)` is not a KPI function", at: name.range,
            "no function has this name", help: help ?? "`vigie plugins` lists them all")
        return nil
    }

    /// Conditions that only choose events go to `filter`.
    mutating func operand(
        of call: Call, _ kind: FunctionManifest, _ stream: CheckedStream,
        _ filter: inout [Predicate]
    ) -> CheckedOperand? {
        let function = call.function
        if kind.operand == .event {
            guard let condition = call.operand else {
                return CheckedOperand(plan: .event, unit: .count, range: function.range)
            }
            guard let predicate = predicate(condition, stream) else { return nil }
            filter.append(predicate)
            return CheckedOperand(plan: .event, unit: .count, range: condition.range)
        }
        guard let operand = call.operand else {
            report(
                .badOperand, "`\(function.text)` is not told of what", at: function.range,
                "wants \(kind.operand.noun)",
                help: "write `\(function.text)(\(kind.operand.example))`")
            return nil
        }
        if kind.operand == .condition {
            return predicate(operand, stream).map {
                CheckedOperand(plan: .condition($0), unit: .bool, range: operand.range)
            }
        }
        return column(operand, of: function, kind, stream)
    }

    private mutating func column(
        _ operand: Expression, of function: Name, _ kind: FunctionManifest, _ stream: CheckedStream
    ) -> CheckedOperand? {
        if case .call(let inner) = operand.form {
            if self.function(inner.function) == nil { return nil }
        }
        if case .group(let name, _) = operand.form {
            reportBraces(operand.range, behind: name, of: function)
            return nil
        }
        guard case .name(let text) = operand.form else {
            reportOperand(operand.range, of: function, kind, "not a name")
            return nil
        }
        var checker = EventChecker(names, stream)
        defer { diagnostics += checker.diagnostics }
        switch checker.column(Name(text: text, range: operand.range)) {
        case .tag where kind.operand == .anything:
            return CheckedOperand(plan: .tag(text), unit: .text, range: operand.range)
        case .tag: reportOperand(operand.range, of: function, kind, "a tag")
        case .field(let unit?) where unit.isNumeric || kind.operand == .anything:
            return CheckedOperand(plan: .field(text), unit: unit, range: operand.range)
        case .field(let unit?): reportOperand(operand.range, of: function, kind, unit.noun)
        case .field(nil), nil: break
        }
        return nil
    }

    /// `mean(wait_s{channel="chat"})`, as other languages choose events.
    private mutating func reportBraces(_ range: SourceRange, behind name: Name, of function: Name) {
        report(
            .badOperand, "`\(function.text)` wants its conditions behind `where`", at: range,
            "chooses a group of a KPI",
            help: "write `\(function.text)(\(name.text) where channel == \"chat\")`")
    }

    private mutating func reportOperand(
        _ range: SourceRange, of function: Name, _ kind: FunctionManifest, _ label: String
    ) {
        let help =
            label == Unit.bool.noun
            ? "write `share(\(names.quote(range)))` for how often it is so"
            : "write `\(function.text)(\(kind.operand.example))`"
        report(
            .badOperand, "`\(function.text)` wants \(kind.operand.noun)", at: range, label,
            help: help)
    }

    mutating func reportUnit(_ call: Call, _ operand: CheckedOperand, wants: String) {
        report(
            .badOperand, "`\(call.function.text)` wants \(wants)", at: operand.range,
            operand.unit.noun)
    }

    // MARK: - Arguments

    /// By name or in the order of the manifest; what the spelling gives cannot be given again.
    mutating func arguments(of call: Call, _ entry: FunctionNames.Entry) -> Arguments? {
        let given = Set(entry.given.map(\.name))
        let parameters = entry.kind.description.manifest.parameters
        var open = parameters.filter { !given.contains($0.name) }
        var written = entry.given.map { ($0.name, $0.value) }
        for argument in call.arguments {
            if argument.upTo != nil {
                guard let scale = scale(argument, of: call.function, &open) else { return nil }
                written += scale
                continue
            }
            let index = argument.name.map { name in open.firstIndex { $0.name == name.text } } ?? 0
            guard let index, index < open.count else {
                reportUnknownArgument(argument, of: call.function, open)
                return nil
            }
            guard let value = names.constant(argument.value)?.measured?.0 else {
                reportNoNumber(argument, open[index], parameters)
                return nil
            }
            let parameter = open.remove(at: index)
            guard parameter.range.contains(value) else {
                let range = parameter.range
                report(
                    .badArgument,
                    "`\(parameter.name)` lies between \(short(range.lowerBound)) and "
                        + "\(short(range.upperBound))",
                    at: argument.value.range, "out of range", help: "write `\(parameter.example)`")
                return nil
            }
            written.append((parameter.name, value))
        }
        return completed(written, call, parameters)
    }

    private mutating func reportNoNumber(
        _ argument: Call.Argument, _ parameter: Parameter, _ parameters: [Parameter]
    ) {
        let range = argument.value.range
        guard let example = parameters.scaleExample else {
            return report(
                .badArgument, "`\(parameter.name)` wants a number", at: range, "not a number",
                help: "write `\(parameter.example)`")
        }
        report(
            .badArgument, "a scale goes from its lowest to its highest mark", at: range,
            "no scale", help: "write `\(example)`")
    }

    private mutating func completed(
        _ written: [(String, Double)], _ call: Call, _ parameters: [Parameter]
    ) -> Arguments? {
        do {
            return try Arguments(written, for: parameters)
        } catch .missing where parameters.scaleExample != nil {
            reportNoScale(call, parameters)
        } catch .missing(let name) {
            let example = parameters.first { $0.name == name }?.example ?? name
            report(
                .badArgument, "`\(call.function.text)` is not told its `\(name)`",
                at: call.function.range, "`\(name)` is missing",
                help: "write `\(call.function.text)(FIELD, \(example))`")
        } catch {
            report(
                .badArgument, "`\(call.function.text)` does not take these arguments",
                at: call.function.range, "refused")
        }
        return nil
    }

    private mutating func reportUnknownArgument(
        _ argument: Call.Argument, of function: Name, _ open: [Parameter]
    ) {
        guard let name = argument.name else {
            return report(
                .badArgument, "`\(function.text)` takes no more arguments",
                at: argument.value.range, "one too many", help: "remove it")
        }
        if name.text == "per" {
            return report(
                .notBuiltYet, "`per` is not built yet in this version", at: name.range,
                "planned, and not there", help: "remove it")
        }
        let near = suggestion(for: name.text, among: open.map(\.name))
        let known = open.isEmpty ? nil : "it takes \(list(open.map(\.name)))"
        report(
            .badArgument, "`\(function.text)` has no argument `\(name.text)`", at: name.range,
            "unknown, or said already", help: near.map { "did you mean `\($0)`?" } ?? known)
    }
}

extension Operand {
    fileprivate var noun: String {
        switch self {
        case .event: "nothing, or a condition"
        case .number: "a field that holds numbers"
        case .anything: "a field or a tag"
        case .condition: "a condition"
        }
    }

    fileprivate var example: String {
        switch self {
        case .event: ""
        case .number, .anything: "FIELD"
        case .condition: "CONDITION"
        }
    }
}
