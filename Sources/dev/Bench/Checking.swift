import Core
import Language
import Model
import Plans
import PluginKit

/// 50,000 rules read, checked and linked: 25,000 KPIs and an alert on each. Then the same with a
/// mistake in every rule, which must not be dearer.
func checkedRules(_ scale: Scale) -> [(String, Double)] {
    let good = sources { $0 }
    let bad = sources {
        $0.replacing("mean(wait_s)", with: "mean(waits)").replacing("20m", with: "twenty")
    }
    return [
        ("rules", timed { link(good) } / 1e9), ("rules wrong", timed { expectErrors(bad) } / 1e9),
    ]
}

/// In files of a hundred each.
private func sources(_ change: (String) -> String) -> [SourceText] {
    let files = (0..<250).map { file in
        (0..<100).map { index in
            BenchRules.rule(
                "waiting_of_team_\(file * 100 + index)", "mean(wait_s)",
                from: "where team == \"t\(file * 100 + index)\"", by: "user", over: "1h",
                every: "1m", warning: "value > 20m")
        }.joined()
    }
    return [SourceText(path: "stream.vigie", text: BenchRules.stream())]
        + files.enumerated().map { SourceText(path: "\($0).vigie", text: change($1)) }
}

private func link(_ sources: [SourceText]) {
    guard let plan = compile(sources, with: builtins).plan else {
        preconditionFailure("the rules of the bench do not compile")
    }
    let program = Program(plan, from: RuleSet(files: []), with: builtins)
    precondition(program.plan.alertCount == 25_000)
}

private func expectErrors(_ sources: [SourceText]) {
    let errors = compile(sources, with: builtins).diagnostics
    precondition(errors.count >= 50_000, "a mistake in each rule, and \(errors.count) were found")
}
