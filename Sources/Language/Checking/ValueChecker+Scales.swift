import Model
import Plans
import PluginKit

/// Arguments that are a scale: `ces(score, ease 1..7)`.
extension ValueChecker {
    /// Three arguments in one: the sense, the lowest and the highest mark.
    mutating func scale(
        _ argument: Call.Argument, of function: Name, _ open: inout [Parameter]
    ) -> [(String, Double)]? {
        let range = argument.value.range.through((argument.upTo ?? argument.value).range)
        guard let example = open.scaleExample, let sense = open.first(where: { $0.words != nil })
        else {
            report(
                .badArgument, "`\(function.text)` takes no scale", at: range, "from one to another",
                help: "remove it")
            return nil
        }
        guard let word = argument.name, let place = sense.words?.firstIndex(of: word.text) else {
            report(
                .badArgument, "this scale does not say what more of it means", at: range,
                "more may be better, or worse", help: "write `\(example)`, or `\(open.otherScale)`")
            return nil
        }
        guard let low = mark(argument.value), let high = argument.upTo.flatMap({ mark($0) }),
            low < high
        else {
            report(
                .badArgument, "a scale goes from its lowest to its highest mark", at: range,
                "no scale", help: "write `\(example)`")
            return nil
        }
        open.removeAll { [sense.name, "low", "high"].contains($0.name) }
        return [(sense.name, Double(place)), ("low", low), ("high", high)]
    }

    private func mark(_ expression: Expression) -> Double? {
        guard case .number(let value)? = names.constant(expression) else { return nil }
        return value
    }

    mutating func reportNoScale(_ call: Call, _ parameters: [Parameter]) {
        let function = call.function.text
        let field = call.operand.map { names.quote($0.range) } ?? "FIELD"
        report(
            .badArgument, "`\(function)` does not say on which scale, and whether more is better",
            at: call.function.range, "cannot be read without",
            help: "write `\(function)(\(field), \(parameters.scaleExample ?? ""))` where more is "
                + "better, `\(parameters.otherScale)` where less is")
    }
}

extension [Parameter] {
    /// `ease 1..7`, for a function that takes a scale.
    var scaleExample: String? { scale(0) }

    /// `effort 1..7`.
    var otherScale: String { scale(1) ?? "" }

    private func scale(_ place: Int) -> String? {
        guard let words = compactMap(\.words).first, contains(where: { $0.name == "low" }),
            contains(where: { $0.name == "high" }), place < words.count
        else { return nil }
        return "\(words[place]) 1..7"
    }
}

extension Parameter {
    fileprivate var words: [String]? {
        if case .word(let words) = form { return words }
        return nil
    }
}
