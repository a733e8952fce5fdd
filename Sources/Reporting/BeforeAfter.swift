public import Model
public import Plans
import PluginKit
import Statistics

/// A KPI before and after a moment, for each group: a release, a training, a new price.
public struct BeforeAfter: Equatable, Sendable {
    public var name: String
    public var title: String
    public var unit: Unit
    public var before: ReportSpan
    public var after: ReportSpan
    /// Whether values are those of the window of the rule, since the two spans differ in length.
    public var isScaled: Bool
    /// The surest changes first.
    public var contrasts: [Contrast] = []
    /// Groups without a value on one side.
    public var groupsWithoutBoth = 0
    public var groupsLeftOut = 0

    /// How often each end of an interval may err: 95 % between the two.
    public static let error = 0.025

    /// - Parameters:
    ///   - kpi: as the rules have it.
    ///   - scales: what values before and after are multiplied by.
    public init(
        of kpi: KPIPlan, before: ReportSpan, after: ReportSpan, groups: [Labels],
        scales: (before: Double, after: Double) = (1, 1),
        entry: (Labels, ReportSpan) -> ValueBook.Entry?
    ) {
        (name, title, unit) = (kpi.name, kpi.title(in: .english), kpi.unit)
        (self.before, self.after) = (before, after)
        isScaled = scales != (1, 1)
        let pairs = groups.compactMap { group in
            entry(group, before).flatMap { one in
                entry(group, after).map { (group, one, $0) }
            }
        }
        groupsWithoutBoth = groups.count - pairs.count
        let all = pairs.map { group, one, other in
            Contrast(
                group, one.scaled(by: scales.before), other.scaled(by: scales.after),
                among: pairs.count, erring: Self.error)
        }
        let order = all.indices.sorted { (-all[$0].weight, $0) < (-all[$1].weight, $1) }
        contrasts = order.prefix(Limits.groupsCompared).map { all[$0] }
        groupsLeftOut = all.count - contrasts.count
    }
}

extension Contrast {
    /// How many times further than its interval reaches the change is.
    var weight: Double {
        guard let difference else { return -1 }
        let reach = change > 0 ? change - difference.low : difference.high - change
        return reach > 0 && reach.isFinite ? abs(change) / reach : 0
    }
}

extension BeforeAfter {
    public var text: String {
        guard let foremost = contrasts.first else {
            return "`\(name)` has no value on both sides of \(after.start.minuteText)."
        }
        return
            ([sentence(foremost), ""] + [aligned(cells)] + [""] + notes).joined(separator: "\n")
    }

    private func sentence(_ contrast: Contrast) -> String {
        let group = contrast.group.isEmpty ? "" : " of \(contrast.group)"
        let moment = after.start.minuteText
        guard contrast.isSure == true, let difference = contrast.difference else {
            return "Nothing sure changed: \(title) was \(unit.text(contrast.first.value)) before "
                + "\(moment) and \(unit.text(contrast.second.value)) after it\(group)."
        }
        let isUp = contrast.change > 0
        let ends = [difference.low, difference.high].sorted { abs($0) < abs($1) }
        return "\(title)\(group) \(isUp ? "rose" : "fell") by "
            + "\(unit.differenceText(contrast.change)) after \(moment) (95%: "
            + "\(unit.differenceText(ends[0])) to \(unit.differenceText(ends[1]))), from "
            + "\(unit.text(contrast.first.value)) to \(unit.text(contrast.second.value))."
    }

    private var cells: [[String]] {
        [["GROUP", "BEFORE", "AFTER", "CHANGE", "LOW", "HIGH", "SAMPLES", "SURE"]]
            + contrasts.map { contrast in
                let low = contrast.difference.map { unit.signedText($0.low) }
                let high = contrast.difference.map { unit.signedText($0.high) }
                let samples = [contrast.first.samples, contrast.second.samples]
                    .map { Unit.count.text(Double($0)) }.joined(separator: " and ")
                return [
                    contrast.group.isEmpty ? "-" : contrast.group.description,
                    unit.text(contrast.first.value), unit.text(contrast.second.value),
                    unit.signedText(contrast.change), low ?? "-", high ?? "-", samples,
                    contrast.isSure.map { $0 ? "yes" : "no" } ?? "not known",
                ]
            }
    }

    private var notes: [String] {
        var notes = [
            "Before: \(before.length) from \(before.start.minuteText). After: \(after.length) from "
                + "\(after.start.minuteText).",
            "LOW and HIGH are of each group by itself (95%); SURE counts that "
                + "\(contrasts.count + groupsLeftOut) "
                + "\(contrasts.count == 1 ? "group was" : "groups were") looked at.",
        ]
        if isScaled { notes.append("Values are those of the KPI's own window.") }
        if groupsLeftOut > 0 { notes.append("\(groupsLeftOut) more groups are not shown.") }
        if groupsWithoutBoth > 0 {
            notes.append("Without a value on one side, and left out: \(groupsWithoutBoth) groups.")
        }
        return notes + ["What else changed at that moment, this cannot tell apart."]
    }

    public var json: JSON {
        .object([
            ("kpi", .text(name)), ("at", .text(after.start.description)),
            ("before_s", .number(before.length.seconds)),
            ("after_s", .number(after.length.seconds)), ("unit", .text(unit.symbol)),
            ("change_unit", .text(unit.differenceSymbol)),
            ("groups", .array(contrasts.map { $0.json(unit, "before", "after") })),
            ("groups_left_out", .integer(Int64(groupsLeftOut + groupsWithoutBoth))),
        ])
    }
}

extension Contrast {
    func json(_ unit: Unit, _ one: String, _ other: String) -> JSON {
        func finite(_ value: Double?) -> JSON {
            .optional(value.flatMap { $0.isFinite ? unit.published($0) : nil })
        }
        return .object([
            ("group", group.json), (one, .number(unit.published(first.value))),
            (other, .number(unit.published(second.value))),
            ("change", .number(unit.published(change))), ("low", finite(difference?.low)),
            ("high", finite(difference?.high)),
            ("samples", .array([first, second].map { .integer(Int64($0.samples)) })),
            ("sure", isSure.map(JSON.bool) ?? .null),
        ])
    }
}
