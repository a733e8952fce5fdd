public import Model

extension Difference {
    /// How often each kind of change came, a row an alert and group that changed.
    public struct Total: Equatable, Sendable {
        public var alert: String
        public var group: Labels
        public var before = 0
        public var after = 0
        public var counts: [Change.Kind: Int] = [:]
    }

    public var totals: [Total] {
        var totals: [Total] = []
        for change in changes {
            if totals.last.map({ $0.alert != change.alert || $0.group != change.group }) ?? true {
                totals.append(Total(alert: change.alert, group: change.group))
            }
            let last = totals.count - 1
            if change.before != nil { totals[last].before += 1 }
            if change.after != nil { totals[last].after += 1 }
            for kind in change.kinds { totals[last].counts[kind, default: 0] += 1 }
        }
        return totals
    }

    /// For people: what changed in numbers, each change, and the messages.
    public var text: String {
        let differing = changes.filter { !$0.kinds.isEmpty }
        guard !changes.isEmpty else { return "No alert would have gone out, before or after.\n" }
        let parts = [
            totalsTable,
            differing.isEmpty ? "Every incident is as it was." : aligned(rows(of: differing)),
            messagesTable,
        ]
        return parts.joined(separator: "\n\n") + "\n"
    }

    private var totalsTable: String {
        let kinds = Change.Kind.allCases
        let head = ["ALERT", "GROUP", "BEFORE", "AFTER"] + kinds.map { $0.rawValue.uppercased() }
        let rows = totals.map { total in
            [total.alert, total.group.orDash, count(total.before), count(total.after)]
                + kinds.map { total.counts[$0].map(count) ?? "-" }
        }
        return aligned([head] + rows)
    }

    private func rows(of differing: [Change]) -> [[String]] {
        [["CHANGE", "ALERT", "GROUP", "BEFORE", "AFTER"]]
            + differing.map { change in
                [
                    change.kinds.map(\.rawValue).joined(separator: "+"), change.alert,
                    change.group.orDash, change.before?.text ?? "-", change.after?.text ?? "-",
                ]
            }
    }

    /// Hours in which nothing was told are left out.
    private var messagesTable: String {
        let told = messages.filter { $0.before + $0.after > 0 }
        guard !told.isEmpty else { return "No messages, before or after." }
        let rows = told.map { [String(hour: $0.hour), count($0.before), count($0.after)] }
        let all = [
            "all", count(messages.reduce(0) { $0 + $1.before }),
            count(messages.reduce(0) { $0 + $1.after }),
        ]
        return aligned([["MESSAGES AT (UTC)", "BEFORE", "AFTER"]] + rows + [all])
    }

    private func count(_ number: Int) -> String { Unit.count.text(Double(number)) }
}

extension Difference {
    /// For programs, an object a line: a `change` an incident that differs, a `total` an alert and
    /// group, a `messages` an hour in which something was told.
    public var lines: [String] {
        let changes = changes.filter { !$0.kinds.isEmpty }.map { change in
            JSON.object([
                ("type", .text("change")), ("alert", .text(change.alert)),
                ("group", change.group.json),
                ("kinds", .array(change.kinds.map { .text($0.rawValue) })),
                ("before", change.before?.json ?? .null), ("after", change.after?.json ?? .null),
            ])
        }
        let totals = totals.map { total in
            JSON.object(
                [
                    ("type", .text("total")), ("alert", .text(total.alert)),
                    ("group", total.group.json), ("before", .integer(Int64(total.before))),
                    ("after", .integer(Int64(total.after))),
                ]
                    + Change.Kind.allCases.map {
                        ($0.rawValue, .integer(Int64(total.counts[$0] ?? 0)))
                    })
        }
        let messages = messages.filter { $0.before + $0.after > 0 }.map {
            JSON.object([
                ("type", .text("messages")), ("hour", .integer(Int64($0.hour))),
                ("before", .integer(Int64($0.before))), ("after", .integer(Int64($0.after))),
            ])
        }
        return (changes + totals + messages).map(\.line)
    }
}

extension Hindsight.Incident {
    fileprivate var text: String {
        let lasted = length.map { Unit.duration.text($0.seconds) } ?? "open"
        return "\(opened.minuteText), \(lasted), \(worst.word(in: .english))"
    }

    fileprivate var json: JSON {
        .object([
            ("opened", .text("\(opened)")), ("ended", ended.map { .text("\($0)") } ?? .null),
            ("lasted_s", .optional(length?.seconds)), ("worst", .text(worst.name)),
        ])
    }
}

extension Labels {
    fileprivate var orDash: String { isEmpty ? "-" : description }
}

extension String {
    /// `08:00`.
    fileprivate init(hour: Int) { self = (hour < 10 ? "0" : "") + "\(hour):00" }
}
