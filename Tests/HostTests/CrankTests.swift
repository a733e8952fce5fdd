import Core
import Model
import Simulation
import Testing

@testable import Host

/// Restarts, failures of the disk, checkpoints.
@Suite struct CrankTests {
    /// Killed after any turn and begun anew: the same state, and the same deliveries under the same
    /// ids.
    @Test(arguments: [0, 200]) func aRestartAtAnyTurnIsInvisible(sync: Int) throws {
        let straight = try run(Story.events, sync: sync)
        for cut in 0...Story.events.count {
            var room = Room()
            try crank(&room, Array(Story.events.prefix(cut)), sync: sync)
            try crank(&room, Array(Story.events.dropFirst(cut)), sync: sync)
            let twin = try reference(
                Array(Story.events.prefix(cut)), Array(Story.events.dropFirst(cut)), room.clock)
            #expect(room.bytes == twin, "cut at \(cut)")
            #expect(Set(room.sent.map(\.id)) == Set(straight.sent.map(\.id)), "cut at \(cut)")
        }
        #expect(straight.sent.count > 1)
    }

    /// SQLite's loop: the n-th call of the disk fails, for n = 1, 2, 3 … until a run meets no
    /// failure.
    @Test(arguments: [MemoryDisk.Fault.refuses, .tears, .lies], [0, 200])
    func theNthCallFails(fault: MemoryDisk.Fault, sync: Int) throws {
        var n = 1
        while true {
            var room = Room()
            room.disk.faultyCall = n
            room.disk.fault = fault
            try crank(&room, Story.events, sync: sync)
            let (taken, refused) = (room.acknowledged, room.turnedAway)
            #expect(taken.count + refused.count == 40, "n = \(n)")
            let live = room.bytes
            let isDone = room.disk.calls < n
            // What a new process finds on the disk is what was acknowledged, and nothing that was
            // turned away.
            room.disk.revive()
            room.forget()
            try crank(&room, [], sync: sync)
            #expect(points(room.bytes) == taken.count, "n = \(n)")
            #expect(points(live) == taken.count, "n = \(n)")
            if isDone { break }
            n += 1
        }
        #expect(n > 60)
    }

    @Test func aFullDiskTurnsLinesAwayAndTimeGoesOn() throws {
        var room = Room()
        var events = Story.events
        let later = Array(events.suffix(40))
        events.removeLast(40)
        room.events = events
        var crank = try Crank(restoring: &room, options: options(200), linking: Story.link)
        while crank.turn(&room) {}
        room.disk.isFull = true
        room.events = later
        while crank.turn(&room) {}
        #expect(room.turnedAway.count == 20)
        let (isWriting, clock) = (crank.isWriting, crank.engine.status().clock)
        #expect(!isWriting && clock == Room.time(805))
        #expect(room.remarks.filter { $0 == .journalResumed }.isEmpty)
        room.disk.isFull = false
        room.events = [.tick(Room.time(830)), Story.lines(90, at: 831), .tick(Room.time(840))]
        while crank.turn(&room) {}
        let isBack = crank.isWriting
        #expect(isBack && room.remarks.contains(.journalResumed))
        #expect(room.acknowledged.last == 90)
        // What was heard unwritten is in a checkpoint before anything is written after it.
        let newest = try room.disk.list().compactMap(Checkpoint.number(of:)).max()
        let firstWritten = crank.next - 3
        #expect(newest == firstWritten)
        let live = saved(crank.engine)
        room.forget()
        room.disk.revive()
        let again = try Crank(restoring: &room, options: options(200), linking: Story.link)
        // The new process has one event more than the old: that it began.
        var twin = try copy(live)
        _ = twin.apply(.restarted(room.clock))
        let states = (saved(again.engine), saved(twin))
        #expect(states.0 == states.1)
        #expect(room.damage.isEmpty)
    }

    @Test func twoCheckpointsAreKeptAndTheJournalFromTheOlderOn() throws {
        var room = Room()
        var options = options(200)
        options.checkpointEvery = .seconds(100)
        room.events = Story.events
        var crank = try Crank(restoring: &room, options: options, linking: Story.link)
        while crank.turn(&room) {}
        let names = try room.disk.list()
        let checkpoints = names.compactMap(Checkpoint.number(of:)).sorted()
        let journals = names.compactMap(Journal.number(of:)).sorted()
        #expect(checkpoints.count == 2)
        #expect(journals.first == checkpoints[0])
        #expect(journals.last! >= checkpoints[1])
        #expect(names.count == checkpoints.count + journals.count)
        // The older one alone gives the same.
        let whole = try restoredBytes(room.disk)
        room.disk[Checkpoint.name(checkpoints[1])] = nil
        #expect(try restoredBytes(room.disk) == whole)
    }

    @Test func aGrownJournalBringsTheCheckpointForward() throws {
        var room = Room()
        var options = options(200)
        options.checkpointEvery = .hours(5)
        options.journalLimit = 1_000
        room.events = Story.events
        var crank = try Crank(restoring: &room, options: options, linking: Story.link)
        while crank.turn(&room) {
            let size = crank.journalBytes
            #expect(size <= 1_200)
        }
        #expect(try room.disk.list().contains { $0.hasPrefix("checkpoint") })
    }

    /// The power fails after every turn: gone is at most what came in the last 200 ms.
    @Test func aPowerCutTakesOnlyTheLastMoment() throws {
        for cut in 1...60 {
            var room = Room()
            room.ticksByItself = true
            room.events = Story.events
            var crank = try Crank(restoring: &room, options: options(200), linking: Story.link)
            for _ in 0..<cut where !crank.turn(&room) { break }
            let taken = room.acknowledged.count
            let arrivedLast = room.clock
            room.disk.losePower(keeping: 0)
            let kept = points(try restoredBytes(room.disk))
            #expect(kept >= taken - 1, "after \(cut) turns")
            if kept < taken {
                #expect(
                    arrivedLast - Room.time(taken * 20) < .milliseconds(200), "after \(cut) turns")
            }
        }
    }

    /// With `sync` at zero nothing that was acknowledged is gone, whenever the power fails.
    @Test func syncedAlwaysNothingIsLost() throws {
        for cut in 1...60 {
            var room = Room()
            room.events = Story.events
            var crank = try Crank(restoring: &room, options: options(0), linking: Story.link)
            for _ in 0..<cut where !crank.turn(&room) { break }
            room.disk.losePower(keeping: 0)
            #expect(points(try restoredBytes(room.disk)) == room.acknowledged.count)
        }
    }

    /// What people were told is on the disk before they are.
    @Test func whatWasToldSurvivesAPowerCut() throws {
        var room = Room()
        room.events = Story.events
        var crank = try Crank(
            restoring: &room, options: options(3_600_000), linking: Story.link)
        while room.sent.isEmpty, crank.turn(&room) {}
        let told = room.sent.map(\.id)
        room.disk.losePower(keeping: 0)
        room.forget()
        room.disk.revive()
        _ = try Crank(restoring: &room, options: options(200), linking: Story.link)
        #expect(room.sent.map(\.id) == told && !told.isEmpty)
    }

    /// Also where a checkpoint was begun just before, and the file that it left behind is still on
    /// its way to stable storage.
    @Test func whatWasToldSurvivesAPowerCutRightAfterACheckpointWasBegun() throws {
        for cut in 1...60 {
            var room = Room()
            room.disk.syncsLater = true
            room.disk.asksPerReplacement = 1_000
            room.events = Story.events
            var crank = try Crank(
                restoring: &room, options: options(3_600_000), linking: Story.link)
            for _ in 0..<cut where !crank.turn(&room) { break }
            guard room.sent.isEmpty else { return }
            crank.checkpoint(&room)
            while room.sent.isEmpty, crank.turn(&room) {}
            let told = room.sent.map(\.id)
            room.disk.losePower(keeping: 0)
            room.disk.revive()
            room.forget()
            _ = try Crank(restoring: &room, options: options(200), linking: Story.link)
            #expect(room.damage.isEmpty, "checkpoint after \(cut) turns")
            #expect(!told.isEmpty && told.allSatisfy { room.sent.map(\.id).contains($0) })
        }
    }

    /// How long a checkpoint took is measured by a clock that may jump meanwhile.
    @Test func aClockThatJumpsDoesNotKeepTheJournalStopped() throws {
        var room = Room()
        room.events = Array(Story.events.prefix(10))
        var crank = try Crank(restoring: &room, options: options(200), linking: Story.link)
        while crank.turn(&room) {}
        crank.checkpoint(&room)
        room.events = [.tick(Room.time(7_200)), .tick(Room.time(7_201)), .tick(Room.time(7_202))]
        while crank.turn(&room) {}
        room.disk.isFull = true
        room.events = [Story.lines(50, at: 7_203), .tick(Room.time(7_204))]
        crank.checkpoint(&room)
        while crank.turn(&room) {}
        let wasWriting = crank.isWriting
        #expect(!wasWriting)
        room.disk.isFull = false
        room.events = [.tick(Room.time(7_300)), .tick(Room.time(7_301))]
        while crank.turn(&room) {}
        let isWriting = crank.isWriting
        #expect(isWriting)
    }

    /// A clock that is put back neither stops syncing nor checkpoints.
    @Test func aClockPutBackDoesNotStopTheCare() throws {
        var room = Room()
        room.events = [.rules(Story.rules), .tick(Room.time(3_600))]
        var crank = try Crank(restoring: &room, options: options(200), linking: Story.link)
        while crank.turn(&room) {}
        room.clock = Room.time(60)
        room.events = [Story.lines(1, at: 60), Story.lines(2, at: 61), Story.lines(3, at: 62)]
        while crank.turn(&room) {}
        room.disk.losePower(keeping: 0)
        // Two of the three were synced; they are refused, being an hour old by the engine's clock.
        let refused = try copy(restoredBytes(room.disk)).status().refused
        #expect(refused.reduce(0) { $0 + $1.value } >= 2)
        #expect(try room.disk.list().contains { $0.hasPrefix("checkpoint") })
    }
}

// MARK: runs

private func options(_ sync: Int) -> Crank.Options {
    Crank.Options(sync: .milliseconds(Int64(sync)), checkpointEvery: .seconds(240))
}

private func crank(_ room: inout Room, _ events: [Event], sync: Int) throws {
    room.events = events
    room.disk.revive()
    var crank = try Crank(restoring: &room, options: options(sync), linking: Story.link)
    while crank.turn(&room) {}
    room.bytes = saved(crank.engine)
}

private func run(_ events: [Event], sync: Int) throws -> Room {
    var room = Room()
    try crank(&room, events, sync: sync)
    return room
}

/// The same without a disk.
private func reference(_ first: [Event], _ second: [Event], _ end: Timestamp) throws -> [UInt8] {
    var engine = Engine(linking: Story.link)
    var clock = Room.start
    for part in [first, second] {
        _ = engine.apply(.restarted(clock))
        for event in part {
            clock = max(clock, event.time ?? clock)
            _ = engine.apply(event)
        }
    }
    return saved(engine)
}

private func copy(_ bytes: [UInt8]) throws -> Engine {
    var reader = ByteReader(bytes)
    return try Engine(from: &reader, format: Engine.format, linking: Story.link)
}

func restoredBytes(_ disk: MemoryDisk) throws -> [UInt8] {
    var disk = disk
    let restored = try Restoration.read(from: &disk, linking: Story.link)
    return saved(restored.engine)
}

/// The points that count in a saved state.
private func points(_ bytes: [UInt8]) -> Int {
    guard let engine = try? copy(bytes) else { return -1 }
    return engine.status().points.reduce(0) { $0 + $1.value }
}
