import Plans

/// Looks for alerts that keep each other quiet in a circle: none of them would ever be told.
struct InhibitionChecker: Complaining {
    var diagnostics: [Diagnostic] = []

    init(_ alerts: [AlertDeclaration], _ watches: [WatchDeclaration]) {
        let all =
            alerts.map { ($0.name, $0.message.unless) }
            + watches.map { ($0.name, $0.message.unless) }
        let quiet = Dictionary(
            all.map { ($0.0.text, $0.1) }, uniquingKeysWith: { first, _ in first })
        var done: Set<String> = []
        for (name, _) in all { follow(name.text, quiet, &done) }
    }

    /// Depth first, with a stack of its own.
    private mutating func follow(
        _ start: String, _ quiet: [String: [Name]], _ done: inout Set<String>
    ) {
        var path = [(name: start, next: 0)]
        var onPath: Set<String> = [start]
        while let (name, next) = path.last {
            let others = quiet[name] ?? []
            guard !done.contains(name), next < others.count else {
                done.insert(name)
                path.removeLast()
                onPath.remove(name)
                continue
            }
            path[path.count - 1].next += 1
            let other = others[next]
            if onPath.contains(other.text) {
                reportCircle(path.map(\.name).drop { $0 != other.text } + [other.text], at: other)
            } else {
                path.append((other.text, 0))
                onPath.insert(other.text)
            }
        }
    }

    private mutating func reportCircle(_ members: ArraySlice<String>, at name: Name) {
        report(
            .cycle, "`\(name.text)` keeps itself quiet", at: name.range,
            members.map { "`\($0)`" }.joined(separator: " gives way to "),
            help: "take one of these `unless` out")
    }
}
