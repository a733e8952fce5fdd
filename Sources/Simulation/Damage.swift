/// What is found wrong with the files after a crash, and how it is told.
struct Damage {
    var words: String
    /// Nobody can see it: the file is as it once was.
    var isSilent: Bool
}

extension Folder {
    /// Perhaps damages the files of a dead process.
    mutating func suffer(_ disk: inout MemoryDisk, _ fate: inout Fate) -> Damage? {
        // One at a time, so that it stays clear what must be lost.
        guard !isHurt(disk) else { return nil }
        let names = disk.files.keys.sorted()
        let (checkpoints, journals) = (
            names.filter(Self.isCheckpoint), names.filter { !Self.isCheckpoint($0) }
        )
        if fate.happens(.flippedCheckpoint), let name = checkpoints.last {
            return flip(name, &disk, &fate, .flippedCheckpoint)
        }
        if fate.happens(.flippedJournal), !journals.isEmpty {
            return flip(fate.pick(.flippedJournal, journals), &disk, &fate, .flippedJournal)
        }
        if fate.happens(.truncated), !names.isEmpty {
            return truncate(fate.pick(.truncated, names), &disk, &fate)
        }
        if fate.happens(.swapped) {
            let kind = fate.draw(.swapped, 0...1) == 0 ? journals : checkpoints
            return kind.count > 1 ? swap(kind[kind.count - 2], kind[kind.count - 1], &disk) : nil
        }
        if fate.happens(.missing), !names.isEmpty {
            let name = fate.pick(.missing, names)
            disk[name] = nil
            return Damage(words: "\(name) is gone", isSilent: true)
        }
        return nil
    }

    private mutating func flip(
        _ name: String, _ disk: inout MemoryDisk, _ fate: inout Fate, _ fault: Fault
    ) -> Damage? {
        guard let bytes = disk[name], !bytes.isEmpty else { return nil }
        let bit = Int(fate.draw(fault, 0...Int64(bytes.count * 8 - 1)))
        disk.flipBit(bit, of: name)
        let frames = Self.frames(of: bytes)
        let readable =
            switch frames.firstIndex(where: { $0.range.contains(bit / 8) }) {
            case nil: frames[...]
            // Where a length is wrong, nobody knows where the next record begins.
            case let hit? where bit / 8 < frames[hit].range.lowerBound + 4: frames[..<hit]
            case let hit?: frames[..<hit] + frames[(hit + 1)...]
            }
        note(name, disk[name] ?? [], readable: readable.map(\.number))
        return Damage(words: "bit \(bit) of \(name) is flipped", isSilent: false)
    }

    private mutating func truncate(
        _ name: String, _ disk: inout MemoryDisk, _ fate: inout Fate
    ) -> Damage? {
        guard let bytes = disk[name], !bytes.isEmpty else { return nil }
        let size = Int(fate.draw(.truncated, 0...Int64(bytes.count - 1)))
        disk[name] = Array(bytes[..<size])
        let frames = Self.frames(of: bytes)
        let left = frames.filter { $0.range.upperBound <= size }
        note(name, Array(bytes[..<size]), readable: left.map(\.number))
        let isAtBoundary =
            !Self.isCheckpoint(name)
            && [0, 20, left.last?.range.upperBound ?? 20].contains(size)
        return Damage(words: "\(name) ends after \(size) bytes", isSilent: isAtBoundary)
    }

    private mutating func swap(_ one: String, _ other: String, _ disk: inout MemoryDisk)
        -> Damage?
    {
        guard let first = disk[one], let second = disk[other] else { return nil }
        (disk[one], disk[other]) = (second, first)
        note(one, second, readable: [])
        note(other, first, readable: [])
        return Damage(words: "\(one) and \(other) have changed names", isSilent: false)
    }
}
