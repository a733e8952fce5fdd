import Core
import Model

/// What a folder remembers: the newest good checkpoint and every event after it.
struct Restoration: ~Copyable {
    var engine: Engine
    /// The number of the next event.
    var next: UInt64
    var remarks: [HostRemark] = []

    /// - Errors: the disk's, or a file of a newer version, by name.
    init(from disk: inout some Disk, linking link: @escaping Linker) throws(DiskError) {
        let names = try disk.list()
        engine = Engine(linking: link)
        next = 0
        var source = ""
        for name in names.reversed() where Checkpoint.number(of: name) != nil {
            do throws(Checkpoint.Refusal) {
                (engine, next) = try Checkpoint.read(try Self.read(name, &disk), linking: link)
                source = name
                break
            } catch {
                if case .newer(let version) = error { throw Self.newer(name, version) }
                remarks.append(Self.damaged(name, error))
            }
        }
        try replay(names, from: &disk, after: source)
    }

    private mutating func replay(
        _ names: [String], from disk: inout some Disk, after source: String
    ) throws(DiskError) {
        let first = next
        for name in names where Journal.number(of: name) != nil {
            try replay(name, from: &disk)
        }
        remarks.append(.restored(checkpoint: source, events: Int(next - first), next: next))
    }

    private mutating func replay(_ name: String, from disk: inout some Disk) throws(DiskError) {
        let bytes = try disk.read(name)
        do throws(JournalReader.Refusal) {
            var reader = try JournalReader(bytes)
            while let (number, event) = reader.next() {
                guard number >= next else { continue }
                _ = engine.apply(event)
                next = number + 1
            }
            if reader.lost > 0 {
                remarks.append(
                    .damaged(file: name, reason: reader.reason, lostBytes: reader.lost))
            }
        } catch {
            if case .newer(let version) = error { throw Self.newer(name, version) }
            remarks.append(
                .damaged(file: name, reason: "it is not a journal", lostBytes: bytes.count))
        }
    }

    /// An unreadable checkpoint is as good as a damaged one: an older one may do.
    private static func read(_ name: String, _ disk: inout some Disk) throws(Checkpoint.Refusal)
        -> [UInt8]
    {
        do throws(DiskError) { return try disk.read(name) } catch { throw .damaged(error.reason) }
    }

    private static func damaged(_ name: String, _ refusal: Checkpoint.Refusal) -> HostRemark {
        let reason = if case .damaged(let reason) = refusal { reason } else { "" }
        return .damaged(file: name, reason: reason, lostBytes: 0)
    }

    private static func newer(_ name: String, _ version: UInt16) -> DiskError {
        DiskError(
            .other,
            "\(name) has format \(version), which is newer than this vigie can read (format "
                + "\(Checkpoint.version)); run the vigie that wrote it, or another state folder")
    }
}
