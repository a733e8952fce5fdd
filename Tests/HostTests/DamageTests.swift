import Core
import Model
import Simulation
import Testing

@testable import Host

/// Files that are torn, flipped, swapped, empty or too new.
@Suite struct DamageTests {
    /// A folder with two checkpoints and the journals from the older one on.
    static let folder: MemoryDisk = {
        var room = Room()
        room.events = Array(Story.events.prefix(33))
        let options = Crank.Options(checkpointEvery: .seconds(100))
        var crank = try! Crank(restoring: &room, options: options, linking: Story.link)
        while crank.turn(&room) {}
        return room.disk
    }()

    /// The journal alone, as it is before the first checkpoint.
    static let journal: MemoryDisk = {
        var room = Room()
        room.events = Array(Story.events.prefix(12))
        let options = Crank.Options(checkpointEvery: .hours(1))
        var crank = try! Crank(restoring: &room, options: options, linking: Story.link)
        while crank.turn(&room) {}
        return room.disk
    }()
    static let name = Journal.name(0)

    @Test func aTailTornAtAnyByteLosesOnlyThatEvent() throws {
        let whole = Self.journal[Self.name]!
        let events = try read(whole)
        var last = Journal.headSize
        for end in Journal.headSize...whole.count {
            var disk = Self.journal
            disk[Self.name] = Array(whole[..<end])
            let found = try restore(&disk)
            let kept = try read(Array(whole[..<end]))
            #expect(found.heard == UInt64(kept) && kept <= events)
            if found.damage.isEmpty {
                last = end
            } else {
                #expect(found.damage == ["\(Self.name) \(end - last)"])
            }
        }
        #expect(last == whole.count)
    }

    @Test func aHeadTornAtAnyByteIsNoEvent() throws {
        for end in 0..<Journal.headSize {
            var disk = Self.journal
            disk[Self.name] = Array(Self.journal[Self.name]![..<end])
            let found = try restore(&disk)
            #expect(found.heard == 0)
            #expect(found.damage == (end == 0 ? [] : ["\(Self.name) \(end)"]))
        }
    }

    /// What was flipped is not applied, it is said, and what is applied is what was written.
    @Test func aBitFlippedInAnyByteOfAJournal() throws {
        let whole = Self.journal[Self.name]!
        let sound = try payloads(whole)
        for byte in whole.indices {
            var disk = Self.journal
            disk.flipBit(byte * 8 + byte % 8, of: Self.name)
            let found = try restore(&disk)
            #expect(found.damage.count == 1, "byte \(byte): \(found.damage)")
            #expect(found.damage.first?.hasPrefix("\(Self.name) ") == true)
            for payload in try payloads(disk[Self.name]!) { #expect(sound.contains(payload)) }
        }
    }

    @Test func aBitFlippedInAnyByteOfACheckpointBringsTheOlder() throws {
        let newest = try checkpoints().last!
        let whole = try restoredBytes(Self.folder)
        let size = Self.folder[newest]!.count
        for byte in 0..<size {
            var disk = Self.folder
            disk.flipBit(byte * 8 + byte % 8, of: newest)
            let found = try restore(&disk)
            #expect(found.damage == ["\(newest) \(size)"], "byte \(byte)")
            #expect(found.bytes == whole, "byte \(byte)")
        }
    }

    @Test func checkpointsUnderEachOthersNamesAreNotBelieved() throws {
        let names = try checkpoints()
        var disk = Self.folder
        (disk[names[0]], disk[names[1]]) = (disk[names[1]], disk[names[0]])
        let found = try restore(&disk)
        #expect(found.damage.count >= 2)
        #expect(
            found.damage.prefix(2).map { $0.prefix(24) } == [
                names[1].prefix(24), names[0].prefix(24),
            ])
    }

    @Test func journalsUnderEachOthersNamesAreNotApplied() throws {
        var disk = Self.folder
        let names = try disk.list().filter { $0.hasPrefix("journal") }
        (disk[names[0]], disk[names[1]]) = (disk[names[1]], disk[names[0]])
        let newest = Checkpoint.number(of: try checkpoints().last!)!
        let found = try restore(&disk)
        #expect(found.heard == newest)
        #expect(found.next > newest)
        #expect(!found.damage.isEmpty)
    }

    /// A write that failed may be whole on the disk; its number was then given to another event, in
    /// the next file.
    @Test func whatTheNextFileBeganAnewDoesNotCount() throws {
        var disk = Self.journal
        let whole = try restoredBytes(disk)
        let next = try restore(&disk).next
        var given = Journal(next: 0)
        var (spare, copy) = (MemoryDisk(), MemoryDisk())
        var events: [Event] = [.restarted(Room.start)] + Story.events.prefix(12)
        for event in events { try given.append(event, to: &spare, synced: true) }
        #expect(spare[Self.name] == disk[Self.name])
        events = [Story.lines(500, at: 130), .tick(Room.time(131))]
        for event in events { try given.append(event, to: &spare, synced: true) }
        var after = Journal(next: next)
        try after.append(.tick(Room.time(132)), to: &copy, synced: true)
        spare[after.file] = copy[after.file]
        // As if only the tick had come.
        disk[after.file] = copy[after.file]
        #expect(try restoredBytes(spare) == restoredBytes(disk))
        #expect(try restoredBytes(spare) != whole)
    }

    @Test func emptyAndStrangeFilesAreNoHindrance() throws {
        var disk = Self.journal
        for name in [
            "journal-000000000099.vj", "checkpoint-000000000099.vc", "journal-x.vj", "notes",
            "journal-7.vj",
        ] { disk[name] = [] }
        let found = try restore(&disk)
        #expect(found.bytes == (try restoredBytes(Self.journal)))
        #expect(found.next >= 99)
    }

    @Test func aNewerVersionIsRefusedByName() throws {
        let checkpoint = try checkpoints().last!
        for name in [checkpoint, Self.folder[checkpoint].map { _ in journals().last! }!] {
            var disk = Self.folder
            var bytes = disk[name]!
            bytes[6] = 9
            let sum = checksum(0, bytes[..<16])
            for place in 0..<4 { bytes[16 + place] = UInt8(truncatingIfNeeded: sum >> (8 * place)) }
            disk[name] = bytes
            let error = #expect(throws: DiskError.self) { try self.restore(&disk) }
            #expect(error?.reason.hasPrefix("\(name) has format 9, which is newer") == true)
        }
    }

    /// Begun on damage, the daemon goes on, and finds again what it wrote since.
    @Test func whatIsWrittenAfterDamageIsFoundAgain() throws {
        for name in try Self.folder.listed() {
            for byte in stride(from: 0, to: Self.folder[name]!.count, by: 7) {
                var room = Room()
                room.disk = Self.folder
                room.disk.flipBit(byte * 8, of: name)
                room.clock = Room.time(700)
                room.events = [.tick(Room.time(700)), Story.lines(77, at: 701)]
                var crank = try Crank(restoring: &room, linking: Story.link)
                while crank.turn(&room) {}
                let live = saved(crank.engine)
                #expect(room.acknowledged == [77])
                let found = try restoredBytes(room.disk)
                #expect(found == live, "\(name) at \(byte)")
            }
        }
    }

    // MARK: looking

    private struct Found {
        var next: UInt64
        var heard: UInt64
        var damage: [String]
        var bytes: [UInt8]
    }

    private func restore(_ disk: inout MemoryDisk) throws -> Found {
        let restored = try Restoration.read(from: &disk, linking: Story.link)
        var found = Found(next: restored.next, heard: 0, damage: [], bytes: saved(restored.engine))
        for remark in restored.remarks {
            switch remark {
            case .damaged(let file, _, let lost): found.damage.append("\(file) \(lost)")
            case .restored(_, _, let next): found.heard = next
            default: break
            }
        }
        return found
    }

    private func checkpoints() throws -> [String] {
        try Self.folder.listed().filter { $0.hasPrefix("checkpoint") }
    }
    private func journals() -> [String] {
        (try? Self.folder.listed().filter { $0.hasPrefix("journal") }) ?? []
    }

    private func read(_ bytes: [UInt8]) throws -> Int { try payloads(bytes).count }

    private func payloads(_ bytes: [UInt8]) throws -> [String] {
        var reader = try JournalReader(bytes, named: Self.name)
        var found: [String] = []
        while let (number, event) = reader.next() { found.append("\(number) \(event)") }
        return found
    }
}

extension MemoryDisk {
    fileprivate func listed() throws -> [String] {
        var disk = self
        return try disk.list()
    }
}
