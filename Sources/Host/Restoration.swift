import Core
import Model

/// What a folder remembers: the newest good checkpoint and every event after it.
struct Restoration: ~Copyable {
    var engine: Engine
    /// The number of the next event.
    var next: UInt64
    var remarks: [HostRemark] = []

    /// - Errors: the disk's, or a file of a newer version, by name.
    static func read(from disk: inout some Disk, linking link: @escaping Linker)
        throws(DiskError) -> Restoration
    {
        let names = try disk.list()
        var restored = Restoration(engine: Engine(linking: link), next: 0)
        var source = ""
        for name in names.reversed() where Checkpoint.number(of: name) != nil {
            switch try attempt(name, on: &disk, link) {
            case .good(let found):
                restored.next = found.next
                restored.engine = found.engine
                source = name
            case .bad(let remark): restored.remarks.append(remark)
            }
            if !source.isEmpty { break }
        }
        try restored.replay(names, from: &disk, after: source)
        return restored
    }

    private enum Attempt: ~Copyable {
        case good(Checkpoint)
        case bad(HostRemark)
    }

    /// A checkpoint that cannot be read is as good as a damaged one: an older one may do.
    private static func attempt(
        _ name: String, on disk: inout some Disk, _ link: @escaping Linker
    ) throws(DiskError) -> Attempt {
        let bytes: [UInt8]
        do throws(DiskError) { bytes = try disk.read(name) } catch {
            return .bad(.damaged(file: name, reason: error.reason, lostBytes: 0))
        }
        do throws(Checkpoint.Refusal) {
            return .good(try Checkpoint.read(bytes, linking: link))
        } catch {
            switch error {
            case .newer(let version): throw newer(name, version)
            case .damaged(let reason):
                return .bad(.damaged(file: name, reason: reason, lostBytes: bytes.count))
            }
        }
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

    private static func newer(_ name: String, _ version: UInt16) -> DiskError {
        DiskError(
            .other,
            "\(name) has format \(version), which is newer than this vigie can read (format "
                + "\(Checkpoint.version)); run the vigie that wrote it, or another state folder")
    }
}
