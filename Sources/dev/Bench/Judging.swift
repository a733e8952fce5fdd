import Model
import Plans
import PluginKit

/// What a judgement of each detector costs: a hundred groups, each judged every five minutes for
/// some days that have a season, noise, and now and then a value that is far out.
func detectors(_ scale: Scale) -> [(String, Double)] {
    let observations = (0..<6_000).map(observation)
    return builtins.detectors.map { kind in
        guard let arguments = try? Arguments(for: kind.manifest.parameters) else {
            preconditionFailure("`\(kind.name)` cannot be asked without arguments")
        }
        let every = Interval.minutes(5)
        let subject = Subject(.amount, every: every, over: every)
        let cost = scale.best {
            var memories = kind.makeMemories(arguments, subject)
            var judged = 0
            let time = timed {
                for observation in observations {
                    for row in 0..<100 where memories.judge(observation, row: row) != .learning {
                        judged += 1
                    }
                }
            }
            precondition(judged > 0, "`\(kind.name)` learnt nothing in three weeks")
            return time / Double(observations.count * 100)
        }
        return (kind.name, cost)
    }
}

private func observation(_ index: Int) -> Observation {
    var random = SplitMix64(seed: UInt64(index))
    let time = Recording.start + .minutes(Int64(5 * index))
    let noise =
        Double.random(in: -5...5, using: &random) + Double.random(in: -5...5, using: &random)
    let isFarOut = index % 191 == 0
    let hour = Season.utc.hour(until: time)
    return Observation(
        time: time, value: 100 + Double(hour.hourOfDay) + noise + (isFarOut ? 70 : 0),
        samples: 200, hour: hour, siblings: Siblings(median: 100, spread: 5, count: 9))
}
