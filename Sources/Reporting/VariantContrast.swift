public import Model
public import Plans
import PluginKit
import Statistics

/// Two groups of a KPI side by side: two variants of a test, two cohorts, two teams.
///
/// Their intervals hold however often the report is made while samples come in, so that a test may
/// be stopped as soon as it says that the two differ.
public struct VariantContrast: Equatable, Sendable {
    public var name: String
    public var title: String
    public var unit: Unit
    public var better: KPIPlan.Better?
    public var first: Labels
    public var second: Labels
    /// By the tags that tell the pairs apart.
    public var contrasts: [Contrast] = []
    /// How often chance alone would part the samples so unevenly; nil: nobody asks.
    public var splitChance: Double?
    /// What is seen as a split that was not meant.
    public static let suspiciousSplit = 0.0005

    /// - Parameters:
    ///   - groups: all that the KPI has.
    ///   - shares: which parts of the samples each side was to have; nil: nothing was planned.
    public init(
        of kpi: KPIPlan, first: Labels, second: Labels, groups: [Labels], shares: [Double]?,
        entry: (Labels) -> ValueBook.Entry?
    ) {
        (name, title, unit) = (kpi.name, kpi.title(in: .english), kpi.unit)
        better = kpi.better
        (self.first, self.second) = (first, second)
        let pairs = groups.filter { $0.fits(first) }.compactMap { one in
            let rest = one.without(first)
            let other = groups.first { $0.fits(second) && $0.without(second) == rest }
            return entry(one).flatMap { left in
                other.flatMap(entry).map { (rest, left, $0) }
            }
        }.prefix(Limits.groupsCompared)
        contrasts = pairs.map {
            Contrast($0, $1, $2, among: pairs.count, erring: BeforeAfter.error)
        }
        guard let shares else { return }
        let counts = [contrasts.map(\.first), contrasts.map(\.second)].map { side in
            side.reduce(0) { $0 + Double($1.samples) }
        }
        splitChance = chanceOfSplit(counts, shares: shares)
    }

    public var hasSuspiciousSplit: Bool { splitChance.map { $0 < Self.suspiciousSplit } ?? false }
}

extension Labels {
    func fits(_ wanted: Labels) -> Bool {
        wanted.pairs.allSatisfy { self[$0.name] == $0.value }
    }

    func without(_ other: Labels) -> Labels {
        Labels(pairs.filter { pair in !other.pairs.contains { $0.name == pair.name } })
    }
}

extension VariantContrast {
    public var text: String {
        guard !contrasts.isEmpty else {
            return "`\(name)` has no value for both \(first) and \(second)."
        }
        let warning = hasSuspiciousSplit ? [splitWarning, ""] : []
        return (warning + contrasts.map(sentence) + ["", aligned(cells), ""] + notes)
            .joined(separator: "\n")
    }

    private var splitWarning: String {
        let counts = [contrasts.map(\.first), contrasts.map(\.second)].map { side in
            Unit.count.text(Double(side.reduce(0) { $0 + $1.samples }))
        }
        return "The split is not what was planned: \(counts[0]) samples to \(counts[1]). "
            + "Whoever went missing may be what makes the difference; find out why first."
    }

    private func sentence(_ contrast: Contrast) -> String {
        let place = contrast.group.isEmpty ? "" : "\(contrast.group): "
        let values =
            "\(unit.text(contrast.second.value)) with \(second), "
            + "\(unit.text(contrast.first.value)) with \(first)"
        guard contrast.isSure == true, let difference = contrast.difference else {
            let reason =
                contrast.difference == nil ? "how sure it is, is not known" : "not sure yet"
            return "\(place)\(title) is \(values): \(reason)."
        }
        let ends = [difference.low, difference.high].sorted { abs($0) < abs($1) }
        return "\(place)\(title) is \(values): \(unit.differenceText(contrast.change)) "
            + "\(contrast.change > 0 ? "higher" : "lower")\(verdict(contrast.change)) (95% at all "
            + "looks: \(unit.differenceText(ends[0])) to \(unit.differenceText(ends[1])))."
    }

    private func verdict(_ change: Double) -> String {
        guard let better else { return "" }
        return (better == .higher) == (change > 0) ? ", which is better" : ", which is worse"
    }

    private var cells: [[String]] {
        [
            [
                "GROUP", "\(first)", "\(second)", "DIFFERENCE", "LOW", "HIGH", "SAMPLES", "SURE",
            ]
        ]
            + contrasts.map { contrast in
                let samples = [contrast.first.samples, contrast.second.samples]
                    .map { Unit.count.text(Double($0)) }.joined(separator: " and ")
                return [
                    contrast.group.isEmpty ? "-" : contrast.group.description,
                    unit.text(contrast.first.value), unit.text(contrast.second.value),
                    unit.signedText(contrast.change),
                    contrast.difference.map { unit.signedText($0.low) } ?? "-",
                    contrast.difference.map { unit.signedText($0.high) } ?? "-", samples,
                    contrast.isSure.map { $0 ? "yes" : "no" } ?? "not known",
                ]
            }
    }

    private var notes: [String] {
        var notes = [
            "The interval holds at all looks: make this report as often as you like, and stop when "
                + "it is sure."
        ]
        if let splitChance, !hasSuspiciousSplit {
            notes.append(
                "The split is as planned (chance of one so uneven: "
                    + "\(Tongue.english.trimmed(splitChance * 100, 1))%).")
        }
        return notes
    }

    public var json: JSON {
        .object([
            ("kpi", .text(name)), ("first", first.json), ("second", second.json),
            ("unit", .text(unit.symbol)), ("difference_unit", .text(unit.differenceSymbol)),
            ("groups", .array(contrasts.map { $0.json(unit, "first", "second") })),
            ("split_chance", .optional(splitChance)),
            ("split_suspicious", .bool(hasSuspiciousSplit)),
        ])
    }
}
