import Model
public import Plans

extension [SourceText] {
    /// Each alert of a plan by its name, as it stands in these sources, with the KPI that it is on.
    ///
    /// - Complexity: linear in the length of the sources.
    public func texts(of plan: Plan) -> [String: RuleText] {
        let index = NameIndex(self)
        let outlines = Dictionary(
            index.outlines.map { ($0.symbol, $0) }, uniquingKeysWith: { first, _ in first })
        func text(_ symbol: NameIndex.Symbol) -> RuleText? {
            guard let whole = outlines[symbol]?.whole else { return nil }
            let bytes = [UInt8](self[whole.file].text.utf8)
            let said = String(decoding: bytes[whole.start..<whole.end], as: UTF8.self)
            let line = bytes[..<whole.start].count { $0 == UInt8(ascii: "\n") } + 1
            return RuleText(
                path: self[whole.file].path, line: line, text: said, version: "")
        }
        let names = plan.alerts.map { ($0.name, [$0.kpi]) } + plan.watches.map { ($0.name, []) }
        var texts: [String: RuleText] = [:]
        for (name, kpis) in names {
            guard var whole = text(.init(.alert, name)) else { continue }
            let parts = kpis.compactMap { text(.init(.kpi, $0))?.text }
            whole.text = ([whole.text] + parts).joined(separator: "\n\n")
            whole.version = String(StableHash(whole.text).text.prefix(12))
            texts[name] = whole
        }
        return texts
    }
}
