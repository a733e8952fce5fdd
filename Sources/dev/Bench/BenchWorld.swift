import Core
import Host
import Model

/// A world of prepared events, whose clock stands where it is put.
struct BenchWorld: World {
    var disk = BenchDisk()
    var clock = Recording.start
    /// What happens next, the last first.
    private var events: [Event] = []

    mutating func prepare(_ next: [Event]) { events = next.reversed() }

    mutating func next(due: Timestamp?) -> Event? { events.popLast() }

    func now() -> Timestamp { clock }

    mutating func carry(_ effect: Effect) {}

    mutating func turnedAway(_ ticket: UInt64?, _ batch: Batch, because error: DiskError) {
        preconditionFailure("the benchmark's disk took nothing: \(error)")
    }

    mutating func say(_ remark: HostRemark) {}
}

/// A folder in memory that never fails and costs next to nothing.
struct BenchDisk: Disk {
    private var files: [String: [UInt8]] = [:]
    private var underWay: (name: String, contents: any FileContents)?

    var largest: Int { files.values.map(\.count).max() ?? 0 }

    /// Forgets what only a replay would need.
    mutating func dropJournal() {
        for name in files.keys where name.hasPrefix("journal") { files[name] = [] }
    }

    mutating func list() throws(DiskError) -> [String] { files.keys.sorted() }

    mutating func read(_ name: String) throws(DiskError) -> [UInt8] {
        guard let bytes = files[name] else { throw DiskError(.missing, "read \(name)") }
        return bytes
    }

    mutating func append(_ pieces: [UnsafeRawBufferPointer], to name: String) throws(DiskError) {
        for piece in pieces { files[name, default: []].append(contentsOf: piece) }
    }

    mutating func truncate(_ name: String, to size: Int) throws(DiskError) {
        files[name] = files[name].map { Array($0.prefix(size)) }
    }

    mutating func sync(_ name: String, wait: Bool) throws(DiskError) {}

    mutating func replace(_ name: String, with bytes: [UInt8]) throws(DiskError) {
        files[name] = bytes
    }

    /// Written when the outcome is waited for, so that it can be measured apart.
    mutating func beginReplacing(
        _ name: String, with contents: some FileContents, dropping old: [String]
    ) {
        underWay = (name, contents)
    }

    mutating func replacementOutcome(wait: Bool) -> Result<[DiskError], DiskError>? {
        guard wait, let (name, contents) = underWay else { return nil }
        underWay = nil
        return Result { () throws(DiskError) in
            var bytes: [UInt8] = []
            try contents.write { (piece) throws(DiskError) in bytes.append(contentsOf: piece) }
            files[name] = bytes
            return []
        }
    }

    mutating func remove(_ name: String) throws(DiskError) { files[name] = nil }
}
