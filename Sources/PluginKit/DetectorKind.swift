public import Model

/// A detector in the registry: what it says of itself and how to make the memories of one use.
public struct DetectorKind: Sendable {
    public let type: any Detector.Type
    public let makeMemories: @Sendable (Arguments, Subject) -> any DetectorMemories

    public var manifest: Manifest { type.manifest }
    public var name: String { manifest.name }

    @inlinable
    public static func of<D: Detector>(_ type: D.Type) -> DetectorKind {
        DetectorKind(type: type) { MemoriesOfOne(D($0, for: $1)) }
    }

    @inlinable
    init(
        type: any Detector.Type,
        makeMemories: @escaping @Sendable (Arguments, Subject) -> any DetectorMemories
    ) {
        self.type = type
        self.makeMemories = makeMemories
    }
}

/// One use of a detector with the memory of each of its groups. A value: a copy is the state as it
/// was.
public protocol DetectorMemories: Sendable {
    /// Groups that it remembers, from row 0 on.
    var count: Int { get }

    /// What one group takes in memory, about.
    var bytesPerGroup: Int { get }

    /// Judges and learns. A row beyond those known begins blank.
    mutating func judge(_ observation: Observation, row: Int) -> Finding

    /// Takes over the memory of a row of another use of the same detector with the same arguments.
    mutating func inherit(_ other: any DetectorMemories, row: Int, as place: Int)

    func save(to writer: inout ByteWriter)
    mutating func load(from reader: inout ByteReader) throws(DamagedBytes)
}

@usableFromInline
struct MemoriesOfOne<D: Detector>: DetectorMemories {
    @usableFromInline let detector: D
    @usableFromInline var memories: [D.Memory] = []

    @inlinable
    init(_ detector: D) { self.detector = detector }

    @inlinable var count: Int { memories.count }

    /// What is saved of a blank one stands for what it holds in arrays.
    @inlinable var bytesPerGroup: Int {
        var writer = ByteWriter()
        writer.write(detector.blank)
        return MemoryLayout<D.Memory>.stride + writer.bytes.count
    }

    @inlinable
    mutating func judge(_ observation: Observation, row: Int) -> Finding {
        reserve(row)
        return detector.judge(observation, &memories[row])
    }

    @inlinable
    mutating func reserve(_ row: Int) {
        while memories.count <= row { memories.append(detector.blank) }
    }

    @inlinable
    mutating func inherit(_ other: any DetectorMemories, row: Int, as place: Int) {
        guard let other = other as? Self, row < other.memories.count else { return }
        reserve(place)
        memories[place] = other.memories[row]
    }

    @inlinable
    func save(to writer: inout ByteWriter) {
        writer.write(UInt32(memories.count))
        for memory in memories { writer.write(memory) }
    }

    @inlinable
    mutating func load(from reader: inout ByteReader) throws(DamagedBytes) {
        memories = []
        for _ in 0..<Int(try reader.integer(UInt32.self)) { memories.append(try reader.value()) }
    }
}
