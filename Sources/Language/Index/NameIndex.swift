/// What has a name in rules, and every place where the name is said.
///
/// Made of tokens and not of the tree, so that it also serves a file that is being typed. It
/// resolves as the checker does, by what stands nearest, and leaves out what it cannot tell.
///
/// - Complexity: linear in the length of the sources.
public struct NameIndex: Sendable {
    public enum Kind: String, Sendable {
        case stream, tag, field, kpi, alert, param, benchmark, stage, calendar, table, function
    }

    /// One thing that has a name. Columns of two streams are two things.
    public struct Symbol: Hashable, Sendable {
        public var kind: Kind
        public var name: String
        /// Of a tag or field.
        public var stream: String?

        public init(_ kind: Kind, _ name: String, of stream: String? = nil) {
            self.kind = kind
            self.name = name
            self.stream = stream
        }
    }

    public struct Mention: Equatable, Sendable {
        public var symbol: Symbol
        public var range: SourceRange
        public var isDeclaration: Bool
    }

    /// A declaration from its first word to its last.
    public struct Outline: Equatable, Sendable {
        public var symbol: Symbol
        public var name: SourceRange
        public var whole: SourceRange
        /// The title of a KPI, the type of a field, the subject of an alert, as written.
        public var detail: String
        /// Those that a tag may have.
        public var values: [String] = []
        /// The tags and fields of a stream.
        public var parts: [Outline]
    }

    /// By file and place.
    public let mentions: [Mention]
    public let outlines: [Outline]
    private let places: [Symbol: [Int]]
    private let names: DeclaredNames

    public init(_ sources: [SourceText]) {
        let files = sources.enumerated().map { Statements($1, file: $0) }
        let names = DeclaredNames(files.flatMap(\.blocks))
        self.names = names
        var mentions: [Mention] = []
        for file in files {
            for block in file.blocks {
                var reader = MentionReader(block, names)
                reader.read()
                mentions += reader.mentions
            }
        }
        mentions.sort { ($0.range.file, $0.range.start) < ($1.range.file, $1.range.start) }
        self.mentions = mentions
        places = Dictionary(grouping: mentions.indices) { mentions[$0].symbol }
        outlines = files.flatMap { $0.blocks.compactMap(\.outline) }
    }

    /// What is said at a place; its last letter may stand just before it.
    public func mention(inFile file: Int, at byte: Int) -> Mention? {
        var (low, high) = (0, mentions.count)
        while low < high {
            let middle = (low + high) / 2
            let range = mentions[middle].range
            if (range.file, range.end) < (file, byte) { low = middle + 1 } else { high = middle }
        }
        let near = mentions[low...].prefix(2).filter {
            $0.range.file == file && $0.range.start <= byte && byte <= $0.range.end
        }
        return near.last
    }

    public func mentions(of symbol: Symbol) -> [Mention] {
        (places[symbol] ?? []).map { mentions[$0] }
    }

    /// Where it is declared; more than once is a mistake, and all are told.
    public func declarations(of symbol: Symbol) -> [Mention] {
        mentions(of: symbol).filter(\.isDeclaration)
    }

    /// The streams that a KPI or an alert is about.
    public func streams(of name: String) -> [String] {
        let found = names.streams(ofAlert: name)
        return found.isEmpty ? names.streams(ofKPI: name) : found
    }

    /// All that is declared of a kind, by name.
    public func declared(_ kind: Kind, of stream: String? = nil) -> [String] {
        places.keys.filter { symbol in
            symbol.kind == kind && (stream == nil || symbol.stream == stream)
                && !declarations(of: symbol).isEmpty
        }.map(\.name).sorted()
    }
}
