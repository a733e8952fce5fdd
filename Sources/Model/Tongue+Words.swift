// The few words that stand in for a value.
extension Tongue {
    public var noValue: String { self == .french ? "aucune valeur" : "no value" }
    public var notKnown: String { self == .french ? "inconnue" : "not known yet" }
    public var noLimit: String { self == .french ? "aucune limite" : "no limit" }
    /// A tag that an event lacks.
    public var none: String { self == .french ? "(aucun)" : "(none)" }

    func truth(_ value: Bool) -> String {
        switch self {
        case .english: value ? "true" : "false"
        case .french: value ? "oui" : "non"
        }
    }
}

extension Severity {
    public func word(in tongue: Tongue) -> String {
        guard tongue == .french else { return name }
        return switch self {
        case .info: "information"
        case .warning: "avertissement"
        case .critical: "critique"
        }
    }
}

extension AlertState {
    /// For people; `name` is for programs.
    public func word(in tongue: Tongue) -> String {
        switch (self, tongue) {
        case (.firing(let severity), _): severity.word(in: tongue)
        case (.noData, .english): "no data"
        case (.noData, .french): "absence de données"
        case (.pending, .french): "en attente"
        case (.ok, _), (.pending, .english): name
        }
    }
}

extension Timestamp {
    /// To the minute, for people: `2026-03-09 08:45 UTC`, `09/03/2026 08:45 UTC`.
    public func minuteText(in tongue: Tongue) -> String {
        guard tongue == .french else { return minuteText }
        let date = CivilDate(self)
        return "\(padded(date.day, 2))/\(padded(date.month, 2))/\(padded(date.year, 4)) "
            + "\(padded(date.hour, 2)):\(padded(date.minute, 2)) UTC"
    }
}
