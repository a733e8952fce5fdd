extension AggregatePlan {
    /// Whether each of its events is one of the other's.
    public func isPart(of whole: AggregatePlan) -> Bool {
        stream == whole.stream && filter.implies(whole.filter)
            && (whole.follow == nil || whole.follow == follow)
    }
}

extension Predicate {
    /// Whether it says all that the other does, in the same words. False: perhaps not.
    fileprivate func implies(_ other: Predicate) -> Bool {
        switch other {
        case .always: return true
        case .all(let parts): return parts.allSatisfy(implies)
        default: break
        }
        if self == other { return true }
        if case .all(let parts) = self { return parts.contains { $0.implies(other) } }
        return false
    }
}
