import CBytes
import Core
import Host
import Model
import Simulation

/// A world for one process over a folder in memory: it hears a list of events and ends.
struct Cellar: World {
    var disk = MemoryDisk()
    var events: [Event] = []
    private(set) var clock = Ward.start
    private(set) var remarks: [HostRemark] = []

    mutating func next(due: Timestamp?) -> Event? {
        guard !events.isEmpty else { return nil }
        let event = events.removeFirst()
        switch event {
        case .lines(let batch, _): clock = max(clock, batch.arrival)
        case .tick(let time), .restarted(let time): clock = max(clock, time)
        case .order(_, let time, _): clock = max(clock, time)
        case .reply, .rules: break
        }
        return event
    }

    func now() -> Timestamp { clock }
    mutating func carry(_ effect: Effect) {}
    mutating func turnedAway(_ ticket: UInt64?, _ batch: Batch, because error: DiskError) {}
    mutating func say(_ remark: HostRemark) { remarks.append(remark) }

    /// Lives on what the folder holds, hears the events and writes a checkpoint if asked; gives the
    /// state at the end, nil where the folder is refused.
    static func live(
        on disk: inout MemoryDisk, hearing events: [Event] = [], checkpoint: Bool = false,
        from start: Timestamp = Ward.start
    ) throws(Finding) -> [UInt8]? {
        var cellar = Cellar()
        cellar.disk = disk
        cellar.events = events
        cellar.clock = start
        let state: [UInt8]
        do throws(DiskError) { state = try cellar.live(checkpoint) } catch {
            // Nothing else may end a start on a disk that answers.
            guard error.reason.contains("is newer than this vigie can read") else {
                throw Finding("a start was refused: \(error.reason)")
            }
            return nil
        }
        try cellar.checkRemarks()
        disk = cellar.disk
        return state
    }

    private mutating func live(_ checkpoint: Bool) throws(DiskError) -> [UInt8] {
        let options = Crank.Options(checkpointEvery: .days(40_000))
        var crank = try Crank(restoring: &self, options: options, linking: Ward.linker)
        while crank.turn(&self) {}
        if checkpoint { crank.finish(&self) }
        _ = crank.engine.status()
        return Life.saved(crank.engine)
    }

    private func checkRemarks() throws(Finding) {
        for case .damaged(let file, _, let lost) in remarks {
            guard let size = disk[file]?.count else { continue }
            try expect(lost <= size, "\(lost) bytes of \(file) are lost, which has \(size)")
        }
    }
}

/// What both kinds of file share: where the checksum of their head stands.
enum Seal {
    static let headSize = 20
    static let sumAt = 16

    static func journalName(_ number: Int) -> String { "journal-\(digits(number)).vj" }
    static func checkpointName(_ number: Int) -> String { "checkpoint-\(digits(number)).vc" }

    private static func digits(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 12 - digits.count) + digits
    }

    static func sum(_ seed: UInt32, _ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.withUnsafeBytes { vigie_crc32c(seed, $0.baseAddress, $0.count) }
    }

    static func put(_ sum: UInt32, at place: Int, of bytes: inout [UInt8]) {
        for index in 0..<4 { bytes[place + index] = UInt8(truncatingIfNeeded: sum >> (8 * index)) }
    }
}
