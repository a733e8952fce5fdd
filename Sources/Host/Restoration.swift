import Core
import Model

/// What a folder remembers: the newest good checkpoint and every event after it.
struct Restoration: ~Copyable {
    var engine: Engine
    /// The number of the next event.
    var next: UInt64
    var remarks: [HostRemark] = []
    /// The checkpoint that it began with.
    private(set) var checkpoint: UInt64?
    private var replayed = 0
    /// The number after that of the last event that was heard.
    private var heard: UInt64 = 0

    /// - Errors: the disk's, or a file of a newer version, by name.
    static func read(from disk: inout some Disk, linking link: @escaping Linker)
        throws(DiskError) -> Restoration
    {
        let names = try disk.list()
        var restored = Restoration(engine: Engine(linking: link), next: 0)
        let numbers = names.compactMap(Checkpoint.number(of:)).sorted(by: >)
        for number in numbers where restored.checkpoint == nil {
            switch try attempt(Checkpoint.name(number), on: &disk, link) {
            case .good(let found):
                restored.next = found.next
                restored.heard = found.next
                restored.engine = found.engine
                restored.checkpoint = number
            case .bad(let remark): restored.remarks.append(remark)
            }
        }
        let source = restored.checkpoint.map(Checkpoint.name) ?? ""
        try restored.replay(names.compactMap(Journal.number(of:)).sorted(), from: &disk)
        // What cannot be read keeps its numbers: no event may be written under one of them again.
        restored.next = max(restored.next, numbers.first ?? 0)
        restored.remarks.append(
            .restored(checkpoint: source, events: restored.replayed, next: restored.heard))
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
            return .good(try Checkpoint.read(bytes, named: name, linking: link))
        } catch {
            switch error {
            case .newer(let version): throw newer(name, version, than: Checkpoint.version)
            case .damaged(let reason):
                return .bad(.damaged(file: name, reason: reason, lostBytes: bytes.count))
            }
        }
    }

    private mutating func replay(_ files: [UInt64], from disk: inout some Disk)
        throws(DiskError)
    {
        for (index, file) in files.enumerated() {
            let end = index + 1 < files.count ? files[index + 1] : .max
            // What ends before is in the checkpoint.
            guard end > next else { continue }
            let isSound = try replay(file, until: end, from: &disk)
            next = max(next, isSound ? file : file + 1)
        }
    }

    /// False: there is something in the file that could not be applied.
    private mutating func replay(_ file: UInt64, until end: UInt64, from disk: inout some Disk)
        throws(DiskError) -> Bool
    {
        let name = Journal.name(file)
        let bytes = try disk.read(name)
        // A process that was killed may have left it unsynced, and what comes now builds on it.
        try? disk.sync(name, wait: true)
        do throws(JournalReader.Refusal) {
            var reader = try JournalReader(bytes, named: name)
            if file > next { miss(file, in: name) }
            while let (number, event) = reader.next(), number < end {
                guard number >= next else { continue }
                _ = engine.apply(event)
                next = number + 1
                heard = next
                replayed += 1
            }
            guard reader.lost > 0 else { return true }
            say(name, reader.reason, reader.lost)
        } catch {
            switch error {
            case .newer(let version): throw Self.newer(name, version, than: Journal.version)
            case .misnamed(let other): say(name, "it was written as \(other)", bytes.count)
            }
        }
        return false
    }

    private mutating func miss(_ file: UInt64, in name: String) {
        say(name, "events \(next) to \(file - 1), which come before it, are missing", 0)
        next = file
    }

    private mutating func say(_ file: String, _ reason: String, _ lostBytes: Int) {
        remarks.append(.damaged(file: file, reason: reason, lostBytes: lostBytes))
    }

    private static func newer(_ name: String, _ version: UInt16, than known: UInt16) -> DiskError {
        DiskError(
            .other,
            "\(name) has format \(version), which is newer than this vigie can read (format "
                + "\(known)); run the vigie that wrote it, or another state folder")
    }
}
