import Model
import Plans

/// One group of another KPI: `retention_rate{contacted="yes"}`.
extension ValueChecker {
    mutating func number(
        of name: Name, in group: [(name: Name, value: Text)], at range: SourceRange
    ) -> Typed<ValueExpression>? {
        guard var kpi = names.kpis[name.text] else {
            if !names.lost.contains(name.text) { reportNoKPI(name) }
            return nil
        }
        var pins: [Labels.Pair] = []
        for (tag, value) in group where isTag(tag, of: kpi, beside: pins) {
            reportUnlisted(value, of: tag, in: kpi)
            pins.append(Labels.Pair(tag.text, value.value))
        }
        guard pins.count == group.count else { return nil }
        // Which of its groups is meant, the rest of its tags says.
        kpi.by.removeAll { tag in pins.contains { $0.name == tag } }
        refer(to: kpi, by: name)
        return kpi.unit.map {
            Typed(.group(Labels(pins), of: name.text), $0, bounds: kpi.bounds, at: range)
        }
    }

    private mutating func reportNoKPI(_ name: Name) {
        report(
            .unknownName, "there is no KPI `\(name.text)`", at: name.range, "not declared",
            help: suggestion(for: name.text, among: names.kpis.keys).map { "did you mean `\($0)`?" }
                ?? "events are chosen behind `where`: `where channel == \"chat\"`")
    }

    private mutating func isTag(_ tag: Name, of kpi: CheckedKPI, beside pins: [Labels.Pair]) -> Bool
    {
        if pins.contains(where: { $0.name == tag.text }) {
            report(
                .duplicate, "`\(tag.text)` is said twice", at: tag.range, "the second time",
                help: "remove one of the two")
            return false
        }
        guard kpi.isWhole, !kpi.by.contains(tag.text) else { return true }
        report(
            .notATagOfGroups, "`\(kpi.name)` is not grouped by `\(tag.text)`", at: tag.range,
            "not among its groups",
            help: kpi.by.isEmpty
                ? "`\(kpi.name)` has one group" : "it is by \(list(kpi.by))")
        return false
    }

    /// A value that no event can have names a group that never comes.
    private mutating func reportUnlisted(_ value: Text, of tag: Name, in kpi: CheckedKPI) {
        let streams = (kpi.plan?.aggregates ?? []).compactMap { names.streams[$0.stream]?.plan }
        let lists = streams.compactMap { stream in
            stream.tags.first { $0.name == tag.text }?.values
        }
        guard let listed = lists.first,
            lists.allSatisfy({ !$0.isEmpty && !$0.contains(value.value) })
        else { return }
        report(
            .unlistedValue, "no event has the `\(tag.text)` \"\(value.value)\"", at: value.range,
            "not among its values",
            help: suggestion(for: value.value, among: listed).map { "did you mean \"\($0)\"?" }
                ?? "its values are \(list(listed.map { "\"\($0)\"" }))")
    }
}
