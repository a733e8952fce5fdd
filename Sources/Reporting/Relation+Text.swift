public import Model
import Statistics

// A relation as people read it, and as programs do.
extension Relation {
    /// The sentence that matters first, then a table, then what is not said by it.
    public var text: String {
        var lines = [sentence]
        if !links.isEmpty {
            lines += ["", aligned(cells)]
        }
        return (lines + [""] + footnotes).joined(separator: "\n")
    }

    private var sentence: String {
        guard let link = foremost else { return nothing }
        let effect = effect(link)
        let place = link.group.map { " (\($0))" } ?? ""
        let low = min(abs(effect.low), abs(effect.high))
        let high = max(abs(effect.low), abs(effect.high))
        return
            "\(article(earlier.title).capitalizedFirst) \(earlier.text(change)) "
            + "\(earlier.direction(change)) goes with \(article(later.title)) "
            + "\(later.text(effect.value)) "
            + "\(later.direction(effect.value))\(delay(link.slope.lag))\(place) "
            + "(95%, all looks counted: \(later.text(low)) to \(later.text(high))), "
            + "\(count(link.slope.times))."
    }

    private var nothing: String {
        guard !links.isEmpty else {
            return "Nothing can be said: \(earlier.name) and \(later.name) share fewer than "
                + "\(Limits.fewestStepsRelated) \(unitWord)s in every group."
        }
        let reach = lags == 0 ? "" : " at any delay up to \(count(lags))"
        let small = detectable.map { slope in
            let size = later.said(abs(slope) * earlier.onScale(change))
            return " One of \(later.text(size)) for \(earlier.text(change)) of \(earlier.title) "
                + "would most likely have been found."
        }
        return "No link between \(earlier.title) and \(later.title) was found\(reach)."
            + (small ?? "")
    }

    private var change: Double { earlier.roundChange }

    /// What goes with the change that is said.
    func effect(_ link: Link) -> (value: Double, low: Double, high: Double) {
        let size = earlier.onScale(change)
        return (
            later.said(link.slope.slope * size), later.said(link.range.lowerBound * size),
            later.said(link.range.upperBound * size)
        )
    }

    private var cells: [[String]] {
        [["GROUP", "DELAY", "EFFECT", "LOW", "HIGH", "CHANCE", "LINK"]]
            + links.map { link in
                let effect = effect(link)
                return [
                    link.group.map { $0.isEmpty ? "-" : $0.description } ?? "all",
                    count(link.slope.lag), later.signedText(effect.value),
                    later.signedText(effect.low), later.signedText(effect.high),
                    chanceText(link.chance), link.isClaimed ? "yes" : "none found",
                ]
            }
    }

    private func chanceText(_ chance: Double) -> String {
        chance < 0.0001 ? "<0.01%" : Tongue.english.trimmed(chance * 100, 2) + "%"
    }

    private var footnotes: [String] {
        var notes = [
            "EFFECT is of \(earlier.title) \(earlier.text(change)) "
                + "\(earlier.direction(change)), at "
                + "the delay where it is strongest; season and trend are taken out.",
            "CHANCE: how often two KPIs without a link would show as much at one of "
                + "\(looks) looks (groups and delays). Claimed at 5%.",
        ]
        if groupsLeftOut > 0 {
            notes.append(
                "\(groupsLeftOut) \(groupsLeftOut == 1 ? "group" : "groups") left out: fewer than "
                    + "\(Limits.fewestStepsRelated) \(unitWord)s, or more than "
                    + "\(Limits.groupsRelated) groups.")
        }
        return notes + ["Association is not cause: both may follow something else."]
    }

    private func delay(_ lag: Int) -> String {
        switch lag {
        case 0: " in the same \(unitWord)"
        case 1: unitWord == "hour" ? " an hour later" : " a \(unitWord) later"
        default: " \(count(lag)) later"
        }
    }

    private func count(_ steps: Int) -> String { "\(steps) \(unitWord)\(steps == 1 ? "" : "s")" }

    private var unitWord: String {
        switch step {
        case .hours(1): "hour"
        case .days(7): "week"
        default: "day"
        }
    }

    private func article(_ title: String) -> String {
        let word = title.withoutCapital
        let isVowel = word.first.map { "aeio".contains($0) } ?? false
        return (isVowel || title.isSpelledFromVowel ? "an " : "a ") + word
    }
}

extension Relation {
    public var json: JSON {
        .object([
            ("earlier", .text(earlier.name)), ("later", .text(later.name)),
            ("by", .array(by.map(JSON.text))), ("step_s", .number(step.seconds)),
            ("lags", .integer(Int64(lags))), ("steps", .integer(Int64(steps))),
            ("looks", .integer(Int64(looks))),
            ("change", .number(published(earlier, earlier.roundChange))),
            ("change_unit", .text(symbol(earlier))), ("effect_unit", .text(symbol(later))),
            ("links", .array(links.map(json))),
            ("groups_left_out", .integer(Int64(groupsLeftOut))),
            (
                "detectable",
                .optional(
                    detectable.map { slope in
                        let size = earlier.onScale(earlier.roundChange)
                        return published(later, later.said(abs(slope) * size))
                    })
            ),
        ])
    }

    private func json(_ link: Link) -> JSON {
        let effect = effect(link)
        return .object([
            ("group", link.group?.json ?? .null), ("lag", .integer(Int64(link.slope.lag))),
            ("effect", .number(published(later, effect.value))),
            ("low", .number(published(later, effect.low))),
            ("high", .number(published(later, effect.high))),
            ("chance", .number(link.chance)), ("claimed", .bool(link.isClaimed)),
            ("steps", .integer(Int64(link.slope.times))),
        ])
    }

    private func published(_ kpi: RelatedKPI, _ change: Double) -> Double {
        kpi.scale == .logarithmic ? change * 100 : kpi.unit.published(change)
    }

    private func symbol(_ kpi: RelatedKPI) -> String {
        if kpi.scale == .logarithmic { return "%" }
        return kpi.unit == .percent ? "points" : kpi.unit.symbol
    }
}

extension String {
    /// Whether it is an acronym whose first letter is spoken with a vowel before it: an NPS.
    fileprivate var isSpelledFromVowel: Bool {
        let word = prefix { $0 != " " }
        return word.count > 1 && word.allSatisfy(\.isUppercase)
            && word.first.map { "AEFHILMNORSX".contains($0) } ?? false
    }

    /// As within a sentence: `first response`, but `NPS`.
    fileprivate var withoutCapital: String {
        let isWord = dropFirst().first.map(\.isLowercase) ?? true
        return isWord ? prefix(1).lowercased() + dropFirst() : self
    }

    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
