internal import Model
public import PluginKit

extension Notification {
    /// What moved the KPI, and what people wrote of it: lines for a message.
    ///
    ///     Usually 94%, now 80%:
    ///     • carrier b, region FR-HDF accounts for 11 of the 14 points (412 samples)
    ///     “Still nothing, third day …”
    ///
    /// What several wrote alike is said once.
    public var causeLines: [String] {
        let texts = quotes.enumerated().filter { place, quote in
            !quotes.prefix(place).contains { $0.text == quote.text }
        }.map(\.element.text)
        return (explanation.map { CauseText($0, unit, tongue).lines } ?? [])
            + texts.map { Phrases(tongue).quoted($0) }
    }
}

/// An explanation in words.
struct CauseText {
    private let explanation: Notification.Explanation
    /// What the KPI counts.
    private let own: Unit
    /// What the change counts.
    private let unit: Unit
    private let tongue: Tongue

    init(_ explanation: Notification.Explanation, _ unit: Unit, _ tongue: Tongue) {
        self.explanation = explanation
        self.tongue = tongue
        own = unit
        self.unit = explanation.unit(of: unit)
    }

    var lines: [String] {
        if explanation.isBroad { return [opening(ends: "."), broad] }
        guard !explanation.causes.isEmpty else { return [] }
        return [opening(ends: Phrases(tongue).colon)]
            + explanation.causes.prefix(Limits.causesShown).map { "• \(line($0))" }
    }

    private func opening(ends end: String) -> String {
        let (before, now) = (value(explanation.before), value(explanation.now))
        let isFrench = tongue == .french
        let said =
            switch explanation.basis {
            case .value:
                isFrench
                    ? "D'ordinaire \(before), maintenant \(now)" : "Usually \(before), now \(now)"
            case .mean:
                isFrench
                    ? "En moyenne d'ordinaire \(before), maintenant \(now)"
                    : "On average usually \(before), now \(now)"
            case .shareAbove(let limit):
                isFrench
                    ? "Au-dessus de \(text(limit))\u{A0}: d'ordinaire \(before), maintenant \(now)"
                    : "Above \(text(limit)): usually \(before), now \(now)"
            case .shareBelow(let limit):
                isFrench
                    ? "Au-dessous de \(text(limit))\u{A0}: d'ordinaire \(before), maintenant \(now)"
                    : "Below \(text(limit)): usually \(before), now \(now)"
            }
        return said + end
    }

    private var broad: String {
        tongue == .french
            ? "Tous les segments ont bougé de même." : "All segments moved alike."
    }

    private func line(_ cause: Notification.Cause) -> String {
        let who = cause.group.pairs.map {
            "\($0.name) \($0.value.isEmpty ? "(none)" : $0.value)"
        }.joined(separator: ", ")
        let (part, whole) = (amount(cause.change), amount(explanation.change, isWhole: true))
        let samples = Unit.count.text(Double(cause.samples), in: tongue)
        switch tongue {
        case .english:
            return "\(who) accounts for \(part) of the \(whole) (\(samples) samples)\(why(cause))"
        case .french:
            return "\(who) compte pour \(part) sur \(whole) (\(samples) échantillons)\(why(cause))"
        }
    }

    /// Where there is more or less of a segment, and that did it.
    private func why(_ cause: Notification.Cause) -> String {
        guard abs(cause.mix) > abs(cause.rate) else { return "" }
        return tongue == .french ? ", par sa part du tout" : ", by its share of all"
    }

    /// Without a sign: that it goes the way of the whole is said by "of".
    private func amount(_ change: Double, isWhole: Bool = false) -> String {
        let size = abs(change)
        switch unit {
        case .percent: return points(size * 100, isWhole)
        case .points: return points(size, isWhole)
        default: return unit.text(size, in: tongue)
        }
    }

    private func points(_ size: Double, _ isWhole: Bool) -> String {
        // Of more than ten, tenths are noise.
        let rounded = size >= 10 ? size.rounded() : size
        return isWhole
            ? Unit.points.text(rounded, in: tongue) : Unit.number.text(rounded.tenths, in: tongue)
    }

    private func value(_ value: Double?) -> String {
        value.map { unit.text($0, in: tongue) } ?? tongue.noValue
    }

    private func text(_ limit: Double) -> String { own.text(limit, in: tongue) }
}

extension Double {
    fileprivate var tenths: Double { (self * 10).rounded() / 10 }
}
