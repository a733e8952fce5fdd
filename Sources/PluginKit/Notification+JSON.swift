public import Model

// What moved a KPI, as programs read it: in the webhook and in the API.
extension Notification {
    /// null where nothing is explained.
    public var explainedJSON: JSON {
        guard let explanation else { return .null }
        let changed = explanation.unit(of: unit)
        let (basis, limit): (String, Double?) =
            switch explanation.basis {
            case .value: ("value", nil)
            case .mean: ("mean", nil)
            case .shareAbove(let limit): ("above", limit)
            case .shareBelow(let limit): ("below", limit)
            }
        return .object([
            ("of", .text(basis)), ("limit", .optional(limit.map(unit.published))),
            ("unit", .text(changed.symbol)),
            ("before", .optional(explanation.before.map(changed.published))),
            ("after", .optional(explanation.now.map(changed.published))),
            ("change", .optional(changed.published(explanation.change))),
            ("broad", .bool(explanation.isBroad)),
        ])
    }

    public var causesJSON: JSON {
        guard let explanation else { return .array([]) }
        let changed = explanation.unit(of: unit)
        return .array(
            explanation.causes.map { cause in
                .object([
                    ("group", cause.group.json),
                    ("change", .optional(changed.published(cause.change))),
                    ("share", .optional(Unit.percent.published(cause.share))),
                    ("rate", .optional(changed.published(cause.rate))),
                    ("mix", .optional(changed.published(cause.mix))),
                    ("samples", .integer(Int64(cause.samples))),
                    ("before", .optional(cause.before.map(changed.published))),
                    ("after", .optional(cause.now.map(changed.published))),
                ])
            })
    }

    public var quotesJSON: JSON {
        .array(
            quotes.map { .object([("at", .text("\($0.at)")), ("text", .text($0.text))]) })
    }
}
