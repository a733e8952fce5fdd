public import Calendars
public import Model

/// A stage of the journey that customers make, such as `purchase`.
public struct StagePlan: Equatable, Sendable {
    public var name: String
    /// Whether it is decided there if a customer stays: what goes wrong in it is worse.
    public var isMomentOfTruth: Bool

    public init(_ name: String, isMomentOfTruth: Bool = false) {
        self.name = name
        self.isMomentOfTruth = isMomentOfTruth
    }
}

/// What a KPI does to satisfaction.
///
/// - Source: Kano et al., "Attractive quality and must-be quality", 1984.
public enum Kano: String, Hashable, CaseIterable, Sendable {
    /// Nobody praises it, and nobody forgives its absence.
    case basic
    /// The more the better.
    case performance
    /// Nobody misses it.
    case delight

    /// The worst that a message about it can be.
    public var worst: Severity {
        switch self {
        case .basic: .critical
        case .performance: .warning
        case .delight: .info
        }
    }
}

extension Severity {
    /// As bad as it is told: one worse at a moment of truth, and no worse than what it is about
    /// allows.
    public func weighed(atMomentOfTruth isMoment: Bool, _ kano: Kano?) -> Severity {
        let raised = isMoment ? Severity(rawValue: rawValue + 1) ?? self : self
        return min(raised, kano?.worst ?? .critical)
    }
}

/// What a KPI is to reach.
public struct GoalPlan: Equatable, Sendable {
    /// In the KPI's unit.
    public var value: Double
    /// The day by which it is to; nil: from now on.
    public var by: Day?

    public init(_ value: Double, by: Day? = nil) {
        self.value = value
        self.by = by
    }
}

/// A figure of others to compare with, and where it is from.
public struct BenchmarkPlan: Equatable, Sendable {
    public var name: String
    public var value: Double
    public var unit: Unit
    public var source: String
    public var year: Int

    public init(_ name: String, _ value: Double, _ unit: Unit, from source: String, in year: Int) {
        self.name = name
        self.value = value
        self.unit = unit
        self.source = source
        self.year = year
    }
}

extension Plan {
    public func stage(_ name: String) -> StagePlan? { stages.first { $0.name == name } }
    public func benchmark(_ name: String) -> BenchmarkPlan? {
        benchmarks.first { $0.name == name }
    }

    /// Whether all that a KPI measures happens at a moment of truth.
    public func isAtMomentOfTruth(_ kpi: KPIPlan) -> Bool {
        kpi.stage.flatMap(stage)?.isMomentOfTruth ?? false
    }

    /// The groups of a KPI that are moments of truth by their names: of one that is grouped by
    /// stage.
    public func momentsAmongGroups(of kpi: KPIPlan) -> [String] {
        guard kpi.stage == nil, kpi.by.contains(KPIPlan.stageTag) else { return [] }
        return stages.filter(\.isMomentOfTruth).map(\.name)
    }
}
