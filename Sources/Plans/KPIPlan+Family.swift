extension KPIPlan {
    /// Itself and what it is computed from, each once however many ways lead there, in the order in
    /// which the values name them.
    ///
    /// - Parameters:
    ///   - find: the KPI of a name; nil: one that is not known, and is passed over.
    ///   - names: those that a KPI leads on to.
    /// - Complexity: O(references). A walk that follows each way by itself takes twice as long for
    ///   each KPI that names another twice.
    public func family(
        _ find: (String) -> KPIPlan?, through names: (KPIPlan) -> [String]
    ) -> [KPIPlan] {
        var family: [KPIPlan] = []
        var seen: Set<String> = [name]
        var waiting = [self]
        while let next = waiting.popLast() {
            family.append(next)
            let fresh = names(next).filter { seen.insert($0).inserted }
            waiting += fresh.reversed().compactMap(find)
        }
        return family
    }

    /// The streams that it is computed from, by itself or through those that it leads on to.
    public func streams(
        _ find: (String) -> KPIPlan?, through names: (KPIPlan) -> [String]
    ) -> Set<String> {
        Set(family(find, through: names).flatMap { $0.aggregates.map(\.stream) })
    }
}
