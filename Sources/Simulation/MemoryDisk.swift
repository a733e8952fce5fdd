public import Host

/// A folder in memory that fails as disks and power do.
///
/// A file survives a power cut up to where it was synced; what comes after may be there in part.
public struct MemoryDisk: Disk, Sendable {
    struct File: Equatable, Sendable {
        var bytes: [UInt8] = []
        var synced = 0
    }

    /// What goes wrong with one call.
    public enum Fault: Equatable, Codable, Sendable {
        /// Nothing is done.
        case refuses
        /// Half of it is done; a replacement, being atomic, is not.
        case tears
        /// All of it is done, and the process hears otherwise.
        case lies
    }

    private(set) var files: [String: File] = [:]
    /// Calls so far that change something.
    public private(set) var calls = 0
    /// Appends and replacements find no room.
    public var isFull = false
    /// The call that goes wrong; none: -1.
    public var faultyCall = -1
    /// Or the next call of whose description this is a part; none: empty.
    public var faultyWord = ""
    public var fault = Fault.refuses
    /// Whether the process dies of that fault: then no later call does anything.
    public var killsAtFault = false
    public private(set) var isDead = false
    /// What was begun to be replaced, and what is, since somebody last looked; in that order.
    var replacements: [(name: String, isDone: Bool)] = []
    /// How often one has to ask for the outcome of a replacement before there is one.
    public var asksPerReplacement = 2
    private var underWay: Replacement?

    private struct Replacement {
        var name: String
        var contents: any FileContents
        var old: [String]
        var asksLeft: Int
    }
    /// Whether a sync that nobody waits for is done only when `finishSyncs` is called.
    public var syncsLater = false
    private var dueSyncs: [(name: String, size: Int)] = []

    public init() {}

    /// The bytes of a file; tests write damage here.
    public subscript(name: String) -> [UInt8]? {
        get { files[name]?.bytes }
        set { files[name] = newValue.map { File(bytes: $0, synced: $0.count) } }
    }

    public mutating func list() throws(DiskError) -> [String] { files.keys.sorted() }

    public mutating func read(_ name: String) throws(DiskError) -> [UInt8] {
        guard let file = files[name] else {
            throw DiskError(.missing, "read \(name): no such file")
        }
        return file.bytes
    }

    public mutating func append(_ pieces: [UnsafeRawBufferPointer], to name: String)
        throws(DiskError)
    {
        let fault = try meet("append \(name)", needsRoom: true)
        let all = pieces.flatMap { Array($0) }
        let written = fault == .tears ? all.prefix(all.count / 2) : all[...]
        files[name, default: File()].bytes += written
        if fault != nil { throw DiskError(.other, "append \(name): input/output error") }
    }

    public mutating func truncate(_ name: String, to size: Int) throws(DiskError) {
        let fault = try meet("truncate \(name)")
        if var file = files[name], file.bytes.count > size {
            file.bytes.removeLast(file.bytes.count - size)
            file.synced = min(file.synced, size)
            files[name] = file
        }
        if fault != nil { throw DiskError(.other, "truncate \(name): input/output error") }
    }

    public mutating func sync(_ name: String, wait: Bool) throws(DiskError) {
        let fault = try meet("sync \(name)")
        guard var file = files[name] else {
            throw DiskError(.missing, "sync \(name): no such file")
        }
        if !wait, syncsLater, fault == nil { return dueSyncs.append((name, file.bytes.count)) }
        file.synced = fault == .tears ? (file.synced + file.bytes.count) / 2 : file.bytes.count
        files[name] = file
        if fault != nil { throw DiskError(.other, "sync \(name): input/output error") }
    }

    public mutating func replace(_ name: String, with bytes: [UInt8]) throws(DiskError) {
        let fault = try meet("replace \(name)", needsRoom: true)
        if fault != .tears {
            self[name] = bytes
            replacements.append((name, true))
        }
        if fault != nil { throw DiskError(.other, "replace \(name): input/output error") }
    }

    public mutating func beginReplacing(
        _ name: String, with contents: some FileContents, dropping old: [String]
    ) {
        precondition(underWay == nil, "one replacement at a time")
        guard !isDead else { return }
        underWay = Replacement(
            name: name, contents: contents, old: old, asksLeft: asksPerReplacement)
        replacements.append((name, false))
    }

    /// The contents are made as late as can be: they must not show what happened since.
    public mutating func replacementOutcome(wait: Bool) -> Result<[DiskError], DiskError>? {
        guard let replacement = underWay else { return nil }
        underWay?.asksLeft -= 1
        guard wait || replacement.asksLeft <= 0 || isDead else { return nil }
        underWay = nil
        do throws(DiskError) {
            var bytes: [UInt8] = []
            try replacement.contents.write { (piece) throws(DiskError) in bytes += piece }
            try replace(replacement.name, with: bytes)
        } catch {
            return .failure(error)
        }
        return .success(drop(replacement.old))
    }

    private mutating func drop(_ old: [String]) -> [DiskError] {
        var failures: [DiskError] = []
        for name in old {
            do throws(DiskError) { try remove(name) } catch { failures.append(error) }
        }
        return failures
    }

    public mutating func remove(_ name: String) throws(DiskError) {
        let fault = try meet("remove \(name)")
        files[name] = nil
        if fault != nil { throw DiskError(.other, "remove \(name): input/output error") }
    }

    /// Counts the call; gives what is to go wrong after something of it was done.
    private mutating func meet(_ call: String, needsRoom: Bool = false) throws(DiskError) -> Fault?
    {
        if isDead { throw DiskError(.other, "\(call): the process is dead") }
        calls += 1
        if calls == faultyCall || !faultyWord.isEmpty && call.contains(faultyWord) {
            isDead = killsAtFault
            faultyWord = ""
            guard fault != .refuses else { throw DiskError(.other, "\(call): input/output error") }
            return fault
        }
        if needsRoom && isFull { throw DiskError(.noSpace, "\(call): no space left on device") }
        return nil
    }
}

extension MemoryDisk {
    /// The process is killed here: what was written stays, synced or not.
    public mutating func die() { isDead = true }

    /// Another process begins on what is left.
    public mutating func revive() {
        isDead = false
        underWay = nil
        dueSyncs = []
        faultyCall = -1
        faultyWord = ""
        killsAtFault = false
    }

    var isSyncing: Bool { !dueSyncs.isEmpty }

    /// The syncs that were begun are done.
    mutating func finishSyncs() {
        for (name, size) in dueSyncs {
            guard let file = files[name] else { continue }
            files[name]?.synced = max(file.synced, min(size, file.bytes.count))
        }
        dueSyncs = []
    }

    /// The power fails: of what was not synced, `share` of each file is left.
    public mutating func losePower(keeping share: Double) {
        for (name, file) in files {
            let kept = file.synced + Int(Double(file.bytes.count - file.synced) * share)
            files[name]?.bytes.removeLast(file.bytes.count - kept)
            files[name]?.synced = kept
        }
    }

    public mutating func flipBit(_ bit: Int, of name: String) {
        files[name]?.bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    }
}
