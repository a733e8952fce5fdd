import PluginKit

/// What an alert sees of one group at one judgement: everything that its conditions may ask.
struct Sight {
    /// Of its KPI.
    var own: Reading
    /// Of what it looks at, by its place there.
    var looks: [Reading]
    /// The standard errors of what it looks at, where a condition has to be sure; nil: not known.
    var errors: [Double?] = []
    /// For each confidence that its conditions ask.
    var sureties: [Surety] = []
    /// Of its detectors; none where they were not asked, as there was nothing to judge.
    var judgements: [Judgement] = []
    /// What is normal at this hour, by the first of its baselines.
    var normal: Double?

    /// What would have been the most ordinary value: as a detector says, or a baseline.
    var expected: Double? { judgements.lazy.compactMap(\.surprise?.expected).first ?? normal }

    /// What spoke for an anomaly, in a word.
    var pattern: String {
        judgements.first(where: \.isAnomalous)?.surprise?.reason ?? ""
    }
}
