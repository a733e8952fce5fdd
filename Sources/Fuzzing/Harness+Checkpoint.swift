import Core
import Model
import Simulation

extension Harness {
    static let checkpoint = Harness(
        "checkpoint", "one checkpoint under a true checksum, with an older good one beside it",
        longest: 8_192, seeds: Snapshots.seeds
    ) { bytes throws(Finding) in
        var file = Array(bytes)
        Snapshots.seal(&file)
        var disk = Snapshots.folder
        disk[Seal.checkpointName(Snapshots.number)] = file
        // What is refused leaves the older one, of which nothing new is to be found.
        var copy = disk
        if try Cellar.live(on: &copy) == Snapshots.state { return }
        try Folder.check(disk)
    }
}

/// Folders with checkpoints.
enum Snapshots {
    /// Of the fuzzed one: after all that the good folder holds.
    static let number = 99

    static func seeds() -> [[UInt8]] {
        [3, 5, 10].map { count in
            let disk = folder(hearing: Array(Folder.events.prefix(count)))
            guard let name = checkpoints(in: disk).last, let bytes = disk[name] else {
                preconditionFailure("a process that is asked for it writes a checkpoint")
            }
            return bytes
        }
    }

    static let folder = folder(hearing: Array(Folder.events.prefix(3)))

    /// What the good folder remembers.
    static let state: [UInt8]? = {
        var disk = folder
        return try? Cellar.live(on: &disk)
    }()

    private static func folder(hearing events: [Event]) -> MemoryDisk {
        var disk = MemoryDisk()
        guard (try? Cellar.live(on: &disk, hearing: events, checkpoint: true)) != nil else {
            preconditionFailure("an empty folder is read")
        }
        return disk
    }

    private static func checkpoints(in disk: MemoryDisk) -> [String] {
        var disk = disk
        return (try? disk.list().filter { $0.hasSuffix(".vc") }) ?? []
    }

    /// Makes the head true to the name, and the checksums true, as the format says that is in the
    /// file: which one is the fuzzer's to say.
    static func seal(_ file: inout [UInt8]) {
        guard file.count >= Seal.headSize + 4 else { return }
        file.replaceSubrange(0..<6, with: Array("VIGIEC".utf8))
        for index in 0..<8 { file[8 + index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
        var sum = Seal.sum(0, file[..<Seal.sumAt])
        if file[6...7].elementsEqual([1, 0]) {
            sum = Seal.sum(sum, file[Seal.headSize...])
        } else {
            let end = file.count - 4
            Seal.put(Seal.sum(0, file[Seal.headSize..<end]), at: end, of: &file)
        }
        Seal.put(sum, at: Seal.sumAt, of: &file)
    }
}
