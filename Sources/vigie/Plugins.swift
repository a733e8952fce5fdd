import ArgumentParser
import Inputs
import Language
import Model
import PluginKit

struct Plugins: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists every plugin with its parameters and examples.")

    @Argument(help: "Only the plugin of this name.") var name: String?

    func run() throws {
        let functions = builtins.functions.filter { fits($0.name) || fits($0.spellingNames) }
        let detectors = builtins.detectors.map(\.manifest).filter { fits($0.name) }
        let notifiers = builtins.notifiers.filter { fits($0.manifest.name) }
        let inputs = builtinInputs.map { $0.manifest }.filter { fits($0.name) }
        let isNone =
            functions.isEmpty && detectors.isEmpty && notifiers.isEmpty && inputs.isEmpty
        if isNone {
            throw refuse("no plugin is called `\(name ?? "")`; `vigie plugins` lists them all")
        }
        if !functions.isEmpty { print("KPI functions\n") }
        for kind in functions { print(text(of: kind)) }
        if !detectors.isEmpty { print("Detectors (`value is anomalous using` one of them)\n") }
        for manifest in detectors { print(text(of: manifest) + "\n") }
        if !notifiers.isEmpty { print("Notifiers (the `type` of a contact)\n") }
        for notifier in notifiers { print(text(of: notifier.manifest) + "\n") }
        if !inputs.isEmpty { print("Inputs (the keys of `listen`, beside `http`)\n") }
        for manifest in inputs { print(text(of: manifest) + "\n") }
    }

    private func fits(_ candidates: String...) -> Bool { fits(candidates) }
    private func fits(_ candidates: [String]) -> Bool {
        name.map { candidates.contains($0) } ?? true
    }

    private func text(of kind: FunctionKind) -> String {
        let description = kind.description
        var text = self.text(of: description.manifest)
        let spellings = kind.spellingNames
        if !spellings.isEmpty {
            let shown = spellings.count > 6 ? [spellings[0], "…", spellings.last!] : spellings
            text += "\n      also: " + shown.joined(separator: ", ")
        }
        for example in description.examples {
            let samples = example.samples.map { Unit.number.text($0) }.joined(separator: ", ")
            let value = example.gives.map { Unit.number.text($0) } ?? "no value"
            let arguments = example.arguments.map { name, value in
                let parameter = description.manifest.parameters.first { $0.name == name }
                return ", \(name) \(parameter?.written(value) ?? "\(value)")"
            }.joined()
            text += "\n      \(kind.name)([\(samples)]\(arguments)) = \(value)"
        }
        return text + "\n"
    }

    private func text(of manifest: Manifest) -> String {
        var text = "  \(manifest.name)\n      \(manifest.summary)"
        for parameter in manifest.parameters {
            let standard = parameter.standard.map { ", \(parameter.written($0)) if not said" } ?? ""
            text +=
                "\n      \(parameter.name): \(parameter.summary) (\(choice(parameter))\(standard))"
        }
        return text
    }

    private func choice(_ parameter: Parameter) -> String {
        if case .word(let words) = parameter.form { return words.joined(separator: " or ") }
        let (least, most) = (parameter.range.lowerBound, parameter.range.upperBound)
        return "\(parameter.written(least)) to \(parameter.written(most))"
    }
}

extension FunctionKind {
    var spellingNames: [String] { description.spellings.map(\.name) }
}
