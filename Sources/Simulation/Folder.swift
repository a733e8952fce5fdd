/// What the files of a folder still say, worked out beside the restoration and in another way: from
/// what stood in them before they were damaged, and from what was done to them.
///
/// It reads no checksum: it knows what is sound.
struct Folder {
    /// The newest good checkpoint, empty if there is none, and the events that can be read.
    struct View {
        var checkpoint = ""
        var numbers: Set<UInt64> = []
        /// Whether every file is as it was written, to its last byte.
        var isWhole = true
        /// The number of the first event that the checkpoint does not know.
        var first: UInt64 = 0

        /// Events that a restoration has to hear.
        var rest: Int { numbers.count { $0 >= first } }
    }

    /// One event in a journal's bytes.
    struct Frame {
        var number: UInt64
        var range: Range<Int>
    }

    private struct Wound {
        var bytes: [UInt8]
        /// Of a journal, what can still be read.
        var numbers: Set<UInt64>
    }

    private var wounds: [String: Wound] = [:]

    /// Whether some file is still as damage left it.
    func isHurt(_ disk: MemoryDisk) -> Bool { wounds.contains { disk[$0.key] == $0.value.bytes } }

    func view(of disk: MemoryDisk) -> View {
        var view = View()
        let names = disk.files.keys.sorted()
        view.checkpoint = names.last { Self.isCheckpoint($0) && !isHurt($0, disk) } ?? ""
        view.first = Self.number(of: view.checkpoint)
        let journals = names.filter { !Self.isCheckpoint($0) }
        for (name, next) in zip(journals, journals.dropFirst().map(Optional.some) + [nil]) {
            // A file ends where the next one begins.
            let end = next.map(Self.number) ?? .max
            view.numbers.formUnion(numbers(in: name, disk).filter { $0 < end })
            let bytes = disk[name] ?? []
            let read = Self.frames(of: bytes).last?.range.upperBound ?? min(20, bytes.count)
            if read != bytes.count || bytes.count < 20 { view.isWhole = false }
        }
        let rest = view.numbers.filter { $0 >= view.first }
        // Nothing is missing between the checkpoint and the last event.
        let hasGap = rest.max().map { $0 - view.first + 1 != UInt64(rest.count) } ?? false
        if hasGap || names.contains(where: { isHurt($0, disk) }) { view.isWhole = false }
        return view
    }

    private func isHurt(_ name: String, _ disk: MemoryDisk) -> Bool {
        wounds[name].map { $0.bytes == disk[name] } ?? false
    }

    private func numbers(in name: String, _ disk: MemoryDisk) -> Set<UInt64> {
        if let wound = wounds[name], wound.bytes == disk[name] { return wound.numbers }
        return Set(Self.frames(of: disk[name] ?? []).map(\.number))
    }

    /// Notes what damage left of a file.
    mutating func note(_ name: String, _ bytes: [UInt8], readable numbers: [UInt64]) {
        wounds[name] = Wound(bytes: bytes, numbers: Set(numbers))
    }
}

extension Folder {
    static func isCheckpoint(_ name: String) -> Bool { name.hasPrefix("checkpoint") }

    /// Of its name; without one, 0.
    static func number(of name: String) -> UInt64 {
        name.utf8.reduce(0) { number, digit in
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit)
            return isDigit ? number * 10 + UInt64(digit - UInt8(ascii: "0")) : number
        }
    }

    /// The whole frames of a journal that is sound: a length, a checksum, a number and the rest,
    /// one after the other.
    static func frames(of bytes: [UInt8]) -> [Frame] {
        var frames: [Frame] = []
        var place = 20
        while bytes.count - place >= 17 {
            let end = place + 8 + Int(integer(bytes[place..<(place + 4)]))
            guard end <= bytes.count else { break }
            let number = integer(bytes[(place + 8)..<(place + 16)])
            frames.append(Frame(number: number, range: place..<end))
            place = end
        }
        return frames
    }

    private static func integer(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
