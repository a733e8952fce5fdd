/// All names that are declared anywhere, so that a use can be told for what it is.
struct DeclaredNames {
    private(set) var symbols: Set<NameIndex.Symbol> = []
    /// By stream, then by name.
    private var columns: [String: [String: NameIndex.Symbol]] = [:]
    /// The first stream that has a column of this name.
    private var owners: [String: NameIndex.Symbol] = [:]
    /// The streams that a KPI is made of.
    private var streams: [String: [String]] = [:]
    /// The streams that an alert is about.
    private var alerts: [String: [String]] = [:]

    init(_ blocks: [Statement]) {
        for block in blocks {
            if let symbol = block.symbol { symbols.insert(symbol) }
            for column in block.columns {
                let stream = column.symbol.stream ?? ""
                columns[stream, default: [:]][column.symbol.name] = column.symbol
                if owners[column.symbol.name] == nil { owners[column.symbol.name] = column.symbol }
            }
        }
        findStreams(blocks.filter { $0.word == "kpi" })
        for alert in blocks where alert.word == "alert" {
            guard let name = alert.name?.text, alert.head.count > 3 else { continue }
            let subject = alert.head.dropFirst(3).prefix(2).map(\.text)
            let isOnStream = subject.count > 1 && ["each", "stream"].contains(subject[0])
            alerts[name] = isOnStream ? [subject[1]] : streams[subject[0]]
        }
    }

    /// The streams that stand in a KPI behind `from`; of one that has none, those of the first KPI
    /// that it names.
    private mutating func findStreams(_ kpis: [Statement]) {
        var waiting: [(name: String, on: String)] = []
        for kpi in kpis {
            guard let name = kpi.name?.text else { continue }
            let words = kpi.clauses.joined()
            let found = zip(words, words.dropFirst()).filter {
                $0.text == "from" && $1.kind == .name && has(.stream, $1.text)
            }.map(\.1.text)
            if !found.isEmpty {
                streams[name] = found
            } else if let other = words.first(where: { $0.kind == .name && has(.kpi, $0.text) }) {
                waiting.append((name, other.text))
            }
        }
        let next = Dictionary(waiting.map { ($0.name, $0.on) }, uniquingKeysWith: { a, _ in a })
        for (name, _) in waiting { resolve(name, next) }
    }

    /// Along a chain of references, each link of which is walked once.
    private mutating func resolve(_ name: String, _ next: [String: String]) {
        var chain: [String] = []
        var at = name
        var seen: Set<String> = []
        while streams[at] == nil, let other = next[at], seen.insert(at).inserted {
            chain.append(at)
            at = other
        }
        let found = streams[at] ?? []
        for link in chain { streams[link] = found }
    }

    func has(_ kind: NameIndex.Kind, _ name: String) -> Bool {
        symbols.contains(NameIndex.Symbol(kind, name))
    }

    func streams(ofKPI name: String) -> [String] { streams[name] ?? [] }

    func streams(ofAlert name: String) -> [String] { alerts[name] ?? [] }

    /// The column of the first of the streams that has it.
    func column(_ name: String, of streams: [String]) -> NameIndex.Symbol? {
        for stream in streams { if let found = columns[stream]?[name] { return found } }
        return nil
    }

    func anyColumn(_ name: String) -> NameIndex.Symbol? { owners[name] }

    /// What a name in an expression means, beside columns.
    func constant(_ name: String) -> NameIndex.Symbol? {
        for kind in [NameIndex.Kind.param, .benchmark, .table, .kpi] where has(kind, name) {
            return NameIndex.Symbol(kind, name)
        }
        return nil
    }
}
