import Model
import Plans

/// Checks a benchmark: its unit, with the scale of an effort score, and its age.
struct BenchmarkChecker: Complaining {
    private let declaration: BenchmarkDeclaration
    private let year: Int?
    var diagnostics: [Diagnostic] = []

    init(_ declaration: BenchmarkDeclaration, in year: Int?) {
        self.declaration = declaration
        self.year = year
    }

    mutating func check() -> BenchmarkPlan? {
        guard let literal = declaration.value else { return nil }
        guard let (value, unit) = literal.value.measured else {
            report(
                .notANumber, "a benchmark is a number", at: literal.range,
                literal.value.unit.noun, help: "write what others reach, such as `46 points`")
            return nil
        }
        guard let unit = checked(value, unit, at: literal.range) else { return nil }
        checkAge()
        return BenchmarkPlan(
            declaration.name.text, value, unit, from: declaration.source, in: declaration.year)
    }

    private mutating func checked(_ value: Double, _ unit: Unit, at range: SourceRange) -> Unit? {
        guard let scale = declaration.scale else { return unit }
        guard unit == .number else {
            report(
                .unitMismatch,
                "`\(scale.plan)` is a scale of plain marks, and this is \(unit.noun)", at: range,
                "no mark", help: "write a number, such as `\(short(scale.plan.high))`")
            return nil
        }
        guard scale.plan.low <= value, value <= scale.plan.high else {
            report(
                .foregoneConclusion, "nobody reaches \(short(value)) on a scale `\(scale.plan)`",
                at: range.through(scale.range), "outside its own scale",
                help: "write the scale on which the study asked")
            return nil
        }
        return .ces(scale.plan)
    }

    private mutating func checkAge() {
        guard let year, year - declaration.year > Limits.yearsOfBenchmark else { return }
        report(
            .staleBenchmark, "`\(declaration.name.text)` is of \(declaration.year)",
            at: declaration.name.range, "more than \(Limits.yearsOfBenchmark) years old",
            help: "look for a newer one; what customers expect has moved since")
    }
}
