import Model
import Plans
import PluginKit

/// `quote FIELD` of an alert, linked to its stream.
struct QuoteProgram: Sendable {
    /// In the program's alerts.
    let alert: Int
    let stream: Int
    let field: Int
    /// What events the KPI counts.
    let filter: Predicate
    /// The tags of the segments that texts are kept by.
    let by: [String]
    /// How many are those of the KPI's groups.
    let groupTags: Int
    private let plan: QuotePlan
    private let name: String
    private let tongue: Tongue
    private let redaction: Redaction

    /// nil: the alert quotes nothing.
    init?(
        of index: Int, _ alert: AlertPlan, _ causes: CauseProgram?, on kpi: KPIPlan,
        among streams: [StreamProgram], with registry: Registry
    ) {
        guard let quote = alert.quote else { return nil }
        guard let stream = streams.firstIndex(where: { $0.plan.name == quote.stream }) else {
            preconditionFailure("the plan quotes of a stream that it lacks: \(quote.stream)")
        }
        self.alert = index
        self.stream = stream
        field = streams[stream].place(of: quote.field)
        let asked = kpi.aggregates.filter { $0.stream == quote.stream }.map(\.filter)
        filter = asked.isEmpty || asked.contains(.always) ? .always : .any(asked)
        by = causes?.by ?? kpi.by
        groupTags = kpi.by.count
        plan = quote
        name = alert.name
        tongue = alert.message.tongue
        redaction = Redaction(registry.redactors)
    }

    func redacted(_ text: String) -> String {
        redaction.redacted(text, to: Limits.quoteLength, in: tongue)
    }

    /// Whether texts that one keeps are those of the other.
    func isSame(as other: QuoteProgram) -> Bool {
        name == other.name && plan == other.plan && filter == other.filter && by == other.by
    }
}

/// A text of an event as it came, which nobody keeps.
struct QuotedText {
    /// In the program's quotes.
    var quote: Int
    var leaf: [String]
    var time: Timestamp
    var text: String
}

/// The newest texts of each segment, redacted.
struct QuoteMemory: Equatable, Sendable, Savable {
    /// The newest first.
    private var texts: [[String]: [Notification.Quote]] = [:]

    init() {}

    /// - Parameter kept: the tags of a segment that are kept apart where there is no room.
    mutating func add(_ text: String, at time: Timestamp, of leaf: [String], keeping kept: Int) {
        guard !text.isEmpty else { return }
        var leaf = leaf
        if texts[leaf] == nil, texts.count >= Limits.leavesPerAlert {
            leaf = leaf.prefix(kept) + Array(repeating: Groups.others, count: leaf.count - kept)
            guard texts[leaf] != nil || texts.count < 2 * Limits.leavesPerAlert else { return }
        }
        var known = texts[leaf] ?? []
        let place = known.firstIndex { $0.at <= time } ?? known.count
        guard place < Limits.quotesPerLeaf else { return }
        known.insert(Notification.Quote(text, at: time), at: place)
        texts[leaf] = Array(known.prefix(Limits.quotesPerLeaf))
    }

    /// Of the segments that are meant, the newest since a time.
    func newest(from start: Timestamp, where isMeant: ([String]) -> Bool) -> [Notification.Quote] {
        let meant = texts.filter { isMeant($0.key) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .flatMap(\.value).filter { $0.at >= start }
        // In the order of segments where times are equal.
        let newest = meant.enumerated().sorted {
            ($1.element.at, $0.offset) < ($0.element.at, $1.offset)
        }
        return newest.prefix(Limits.quotesPerLeaf).map(\.element)
    }

    func save(to writer: inout ByteWriter) {
        writer.write(UInt32(texts.count))
        for (leaf, quotes) in texts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            writer.write(leaf)
            writer.write(quotes)
        }
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            let leaf = try reader.values(String.self)
            texts[leaf] = try reader.values()
        }
        guard texts.count <= 2 * Limits.leavesPerAlert,
            texts.values.allSatisfy({ $0.count <= Limits.quotesPerLeaf })
        else { throw DamagedBytes("more texts than are kept") }
    }
}
