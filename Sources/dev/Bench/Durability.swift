import Core
import Foundation
import Host
import Model
import Plans

// What it costs that nothing is lost. The disk is memory: the daemon's benches have a real one.

/// 100,000 groups of a mean over an hour, all panes filled.
func checkpoints(_ scale: Scale) -> [(String, Double)] {
    let rules =
        BenchRules.stream()
        + BenchRules.rule(
            "k", "mean(wait_s)", by: "user", over: "1h", every: "1m", limit: "100_000",
            warning: "value > 10h")
    let link = benchLinker(rules)
    var world = BenchWorld()
    var crank = benchCrank(&world, link)
    let lines = Recording(series: 100_000, lines: 100_000, timed: false)
    for minute in 0..<60 {
        let batches = lines.arriving(at: world.clock).batches
        world.clock = Recording.start + .minutes(Int64(minute + 1))
        world.prepare(batches.map { .lines($0, ticket: nil) } + [.tick(world.clock)])
        while crank.turn(&world) {}
        world.disk.dropJournal()
    }
    let batch = lines.arriving(at: world.clock).batches[0]
    var (taken, wrote) = (Double.infinity, Double.infinity)
    let held = scale.best {
        // The number of the next event names the file: without an event there is none to write.
        world.prepare([.tick(world.clock)])
        _ = crank.turn(&world)
        let held = timed { crank.checkpoint(&world) }
        // The first lines after it find all that they touch shared, and copy it.
        world.prepare([.lines(batch, ticket: nil)])
        taken = min(taken, timed { _ = crank.turn(&world) })
        wrote = min(wrote, timed { crank.finish(&world) })
        return held
    }
    let size = world.disk.largest
    let restored = timed { _ = benchCrank(&world, link) }
    return [
        ("checkpoint", held / 1e6), ("checkpoint lines", taken / 1e6),
        ("checkpoint written", wrote / 1e9), ("checkpoint size", Double(size) / 1e6),
        ("restore", restored / 1e9),
    ]
}

/// A journal of ten KPIs on 12,000 series, read back by a restart; as seconds a gigabyte.
func journalReplay(_ scale: Scale) -> [(String, Double)] {
    let link = benchLinker(BenchRules.ten())
    var world = BenchWorld()
    var crank = benchCrank(&world, link)
    let lines = Recording(series: 12_000, lines: 200_000)
    let size = scale.gigabyte ? 1_000_000_000 : 300_000_000
    while crank.journalBytes < size {
        world.prepare(lines.batches.map { .lines($0, ticket: nil) })
        while crank.turn(&world) {}
    }
    let written = Double(crank.journalBytes)
    let time = timed { _ = benchCrank(&world, link) }
    return [("replay", time / written)]
}

/// A crank that takes the rules and never writes a checkpoint by itself.
private func benchCrank(_ world: inout BenchWorld, _ link: @escaping Linker) -> Crank {
    let options = Crank.Options(
        sync: .hours(1), checkpointEvery: .days(1_000), journalLimit: 1 << 40)
    do {
        var crank = try Crank(restoring: &world, options: options, linking: link)
        if crank.engine.plan.kpis.isEmpty {
            world.prepare([.rules(RuleSet(files: []))])
            while crank.turn(&world) {}
        }
        return crank
    } catch { preconditionFailure("memory cannot be read: \(error)") }
}
