import Plans

extension Condition {
    /// Whether it asks if events come in at all.
    var asksSilence: Bool {
        switch self {
        case .silent: true
        case .compare: false
        case .not(let inner): inner.asksSilence
        case .all(let parts), .any(let parts): parts.contains(where: \.asksSilence)
        }
    }
}
