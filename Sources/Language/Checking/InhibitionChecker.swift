/// Looks for alerts that keep each other quiet in a circle: none of them would ever be told.
struct InhibitionChecker {
    let diagnostics: [Diagnostic]

    init(_ alerts: [AlertDeclaration], _ watches: [WatchDeclaration]) {
        let all =
            alerts.map { ($0.name.text, $0.message.unless) }
            + watches.map { ($0.name.text, $0.message.unless) }
        diagnostics = Precedence(all).circles.map { circle in
            Diagnostic(
                .cycle, "`\(circle.closing.text)` keeps itself quiet", at: circle.closing.range,
                circle.course(" gives way to ") { all[$0].0 },
                help: "take one of these `unless` out")
        }
    }
}
