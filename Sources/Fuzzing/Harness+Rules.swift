import Core
import Detectors
import Functions
import Language
import LineProtocol
import Model
import Notifiers
import Plans
import PluginKit

extension Harness {
    static let rules = Harness(
        "rules", "the text of rules, in files that a byte 1E divides, from lexer to judgement",
        longest: 2_048, seeds: RuleTrial.seeds
    ) { bytes throws(Finding) in
        let files = bytes.split(separator: 0x1E, omittingEmptySubsequences: false)
        let sources = files.enumerated().map { index, bytes in
            SourceText(path: "rules/\(index).vigie", text: String(decoding: bytes, as: UTF8.self))
        }
        try RuleTrial(sources: sources).run()
    }
}

/// What holds of rules, be they good or nonsense.
struct RuleTrial {
    let sources: [SourceText]

    static let registry = Registry(
        functions: builtinFunctions, detectors: builtinDetectors, notifiers: builtinNotifiers)

    static func seeds() -> [[UInt8]] {
        let text = Ward.first + "\n" + Ward.second
        let blocks = text.split(separator: "\n}\n").map { Array("\($0)\n}\n".utf8) }
        return [Array(Ward.first.utf8), Array(Ward.second.utf8)] + blocks
            + zip(blocks, blocks.dropFirst()).map { $0 + [0x1E] + $1 }
    }

    func run() throws(Finding) {
        let compilation = compile(sources, with: Self.registry)
        let hasError = compilation.diagnostics.contains { $0.severity == .error }
        try expect((compilation.plan == nil) == hasError, "a plan with errors, or neither")
        for diagnostic in compilation.diagnostics { try check(diagnostic) }
        try checkFaces(compilation.diagnostics)
        let again = compile(sources, with: Self.registry)
        try expect(again.plan == compilation.plan, "compiled twice it is another plan")
        try expect(
            again.diagnostics == compilation.diagnostics, "compiled twice it says something else")
        if let plan = compilation.plan { try live(by: plan) }
    }

    /// Every span lies inside its file and cuts no character in two.
    private func check(_ diagnostic: Diagnostic) throws(Finding) {
        try expect(diagnostic.labels.first?.isPrimary == true, "the first label is not the primary")
        for label in diagnostic.labels {
            let range = label.range
            let said = "\(diagnostic.code.rawValue) at \(range.file):\(range.start)..<\(range.end)"
            try expect(sources.indices.contains(range.file), "\(said) is in no file")
            let text = sources[range.file].text.utf8
            try expect(
                0 <= range.start && range.start <= range.end && range.end <= text.count,
                "\(said) is outside of the text, which has \(text.count) bytes")
            for end in [range.start, range.end] {
                let place = text.index(text.startIndex, offsetBy: end)
                try expect(
                    place == text.endIndex || text[place] & 0xC0 != 0x80,
                    "\(said) cuts a character in two")
            }
        }
    }

    private func checkFaces(_ diagnostics: [Diagnostic]) throws(Finding) {
        let face = render(diagnostics, sources: sources)
        try expect(face.isEmpty == diagnostics.isEmpty, "something is said, and nothing is drawn")
        let painted = render(diagnostics, sources: sources, color: true)
        try expect(painted.utf8.count >= face.utf8.count, "colour takes away")
        let lines = renderJSON(diagnostics, sources: sources)
        try expect(
            lines.utf8.count { $0 == UInt8(ascii: "\n") } == diagnostics.count,
            "not one line for each diagnostic")
    }

    /// What checks can be described, linked and run.
    private func live(by plan: Plan) throws(Finding) {
        _ = describe(plan, with: Self.registry)
        // Rings of thousands of panes cost more than they find here.
        let panes = plan.kpis.reduce(0) { $0 + $1.shape.ring }
        guard panes < 5_000 else { return }
        var engine = Engine { Program(plan, from: $0, with: Self.registry) }
        _ = engine.apply(.rules(RuleSet(files: [])))
        _ = engine.apply(.tick(Ward.start))
        let batch = Batch(lines(for: plan), arrival: Ward.start + .seconds(1))
        _ = engine.apply(.lines(batch, ticket: 1))
        let steps = plan.kpis.map(\.every).sorted().prefix(3)
        for step in steps { _ = engine.apply(.tick(Ward.start + step)) }
        _ = engine.status()
        try expect(engine.plan == plan, "the engine runs by another plan")
    }

    /// One point for each stream, with a value for each field.
    private func lines(for plan: Plan) -> [UInt8] {
        var writer = PointWriter()
        for stream in plan.streams {
            let tags = Labels(stream.tags.map { .init($0.name, $0.values.last ?? "x") })
            let fields = stream.fields.map { field -> (name: String, value: PointWriter.Value) in
                switch field.unit {
                case .bool: (field.name, .bool(true))
                case .text: (field.name, .string("x"))
                default: (field.name, .float(3))
                }
            }
            // What has no spelling, a stream without fields, is not fed.
            try? writer.append(stream.name, tags: tags, fields: fields)
        }
        return writer.bytes
    }
}
