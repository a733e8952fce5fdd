public import Model
public import PluginKit

/// What a detector and a trigger said of each value of a series, in order and in one pass.
public struct SeriesRun: Sendable {
    public private(set) var evidence: [Double] = []
    /// Where an incident would have been opened.
    public private(set) var openings: [Int] = []
    /// What the detector remembers in the end, saved.
    public private(set) var bytes = 0

    public init(
        _ series: LabelledSeries, by kind: DetectorKind, _ arguments: Arguments,
        _ trigger: Trigger? = nil
    ) {
        let subject = Subject(.amount, every: series.step, over: series.step)
        var memories = kind.makeMemories(arguments, subject)
        var memory = Trigger.Memory()
        var isOpen = false
        evidence.reserveCapacity(series.values.count)
        for index in series.values.indices {
            var observation = series.observation(index)
            if isOpen { observation.weight = SeriesRun.weightWhileOpen }
            let finding = memories.judge(observation, row: 0)
            evidence.append(finding.surprise?.evidence ?? 0)
            guard let trigger else { continue }
            let judgement = trigger.step(
                finding, of: observation.value, at: observation.time, &memory)
            let wasOpen = isOpen
            isOpen = judgement.isAnomalous
            if isOpen && !wasOpen { openings.append(index) }
        }
        var writer = ByteWriter()
        memories.save(to: &writer)
        bytes = writer.bytes.count
    }

    /// What the engine gives the values of a group that alerts.
    static let weightWhileOpen = 0.1
}
