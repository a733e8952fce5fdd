import Core
import Model
import PluginKit
import Simulation

extension Harness {
    static let journal = Harness(
        "journal", "a state folder of journals: damaged, strange, or false under a true checksum",
        longest: 4_096, seeds: Folder.seeds
    ) { bytes throws(Finding) in
        var bites = Bites(bytes)
        let isSealed = bites.byte() % 2 == 1
        var disk = MemoryDisk()
        var number = 0
        while !bites.isEmpty, number < 32 {
            number += bites.choice(of: 16)
            var file = bites.piece()
            if isSealed { Folder.seal(&file, as: number) }
            disk[Seal.journalName(number)] = file
            number += 1
        }
        try Folder.check(disk)
    }
}

/// What holds of a state folder, whatever is in it.
enum Folder {
    static func seeds() -> [[UInt8]] {
        var disk = MemoryDisk()
        let lives = [Array(events.prefix(5)), Array(events.dropFirst(5))].map { events -> [UInt8] in
            let earlier = Set(journals(in: disk))
            guard (try? Cellar.live(on: &disk, hearing: events)) != nil,
                let fresh = journals(in: disk).first(where: { !earlier.contains($0) }),
                let bytes = disk[fresh]
            else { preconditionFailure("a good folder is read and written") }
            return bytes
        }
        return ([0, 1] as [UInt8]).flatMap { seal in
            var one = Morsels()
            one.add(seal, 0)
            one.add(piece: lives[0])
            var two = one
            two.add(5)
            two.add(piece: lives[1])
            return [one.bytes, two.bytes]
        }
    }

    /// One of each kind.
    static let events: [Event] = {
        let lines = "c,k=a,t=x w=70,m=9,i=\"1\",b=t\nc,k=b w=1,i=\"2\"\no e=2.5\n"
        let at = { (seconds: Int64) in Ward.start + .seconds(seconds) }
        let batch = { (seconds: Int64) -> Event in
            .lines(
                Batch(Array(lines.utf8), arrival: at(seconds), precision: .seconds, source: .tcp),
                ticket: nil)
        }
        let busy = DeliveryReply(
            delivery: "0", outcome: .later(reason: "busy", after: .seconds(9)), at: at(122))
        return [
            .rules(Ward.rules("1")), batch(1), .tick(at(60)), batch(61), .tick(at(120)),
            .reply(busy), .reply(DeliveryReply(delivery: "1", outcome: .delivered, at: at(123))),
            .rules(Ward.rules("2")), batch(130), .tick(at(180)),
        ]
    }()

    private static func journals(in disk: MemoryDisk) -> [String] {
        var disk = disk
        return (try? disk.list().filter { $0.hasSuffix(".vj") }) ?? []
    }

    /// It is read twice the same; a process goes on from it; what that wrote is found again, from
    /// the journal and from a checkpoint alike.
    static func check(_ disk: MemoryDisk) throws(Finding) {
        var (first, second) = (disk, disk)
        guard let state = try Cellar.live(on: &first) else {
            try expect(try Cellar.live(on: &second) == nil, "it is refused only now and then")
            return
        }
        try expect(try Cellar.live(on: &second) == state, "read twice, two states")
        let later = [Event.tick(Ward.start + .minutes(10))] + events.prefix(2)
        guard try Cellar.live(on: &first, hearing: later, checkpoint: true) != nil else {
            throw Finding("a process cannot read what the one before it wrote")
        }
        guard try Cellar.live(on: &second, hearing: later) != nil else {
            throw Finding("a process cannot read what the one before it wrote")
        }
        let whole = try Cellar.live(on: &second, from: Ward.start + .minutes(10))
        let short = try Cellar.live(on: &first, from: Ward.start + .minutes(10))
        try expect(short != nil && short == whole, "checkpoint and journal tell two states")
    }

    /// Makes the head and every record of a journal true to their checksums, and the head true to
    /// the name.
    static func seal(_ file: inout [UInt8], as number: Int) {
        guard file.count >= Seal.headSize else { return }
        var head = Array("VIGIEJ".utf8) + [1, 0]
        for index in 0..<8 { head.append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
        file.replaceSubrange(0..<head.count, with: head)
        Seal.put(Seal.sum(0, file[..<Seal.sumAt]), at: Seal.sumAt, of: &file)
        var place = Seal.headSize
        while file.count - place > 8 {
            let length = (0..<4).reduce(0) { $0 | Int(file[place + $1]) << (8 * $1) }
            let end = place + 8 + length
            guard end <= file.count else { return }
            Seal.put(Seal.sum(0, file[(place + 8)..<end]), at: place + 4, of: &file)
            place = end
        }
    }
}
