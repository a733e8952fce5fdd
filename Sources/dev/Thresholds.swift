/// What the figures of `dev bench` may be: a regression is seen by passing one.
///
/// - Unit: nanoseconds of CPU a line, or a changed group. Set a third above what two shared cores
///   of 2026 gave.
enum Thresholds {
    static let all: [(name: String, most: Double, what: String)] = [
        ("parse", 130, "one line, names, tags, fields and time"),
        ("ingest", 1_000, "one line to windows, ten KPIs with alerts, 12,000 series"),
        ("ingest1M", 2_500, "the same with 1,000,000 series"),
        ("tick", 10_000, "one changed group, ten KPIs and alerts judged"),
    ]
}

/// Figures beside their thresholds.
struct Table {
    private var figures: [String: Double] = [:]

    mutating func add(_ name: String, _ value: Double) { figures[name] = value }

    var isBreached: Bool { Thresholds.all.contains { (figures[$0.name] ?? 0) > $0.most } }

    var text: String {
        Thresholds.all.compactMap { row in
            figures[row.name].map { figure in
                let mark = figure > row.most ? "  TOO SLOW" : ""
                return "\(Int(figure)) ns (at most \(Int(row.most)))  \(row.what)\(mark)"
            }
        }.joined(separator: "\n")
    }
}
