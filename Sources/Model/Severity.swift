/// How bad a breach is.
public enum Severity: UInt8, CaseIterable, Comparable, Sendable {
    case info, warning, critical

    public static func < (left: Severity, right: Severity) -> Bool {
        left.rawValue < right.rawValue
    }

    public var name: String {
        switch self {
        case .info: "info"
        case .warning: "warning"
        case .critical: "critical"
        }
    }
}

/// Where a group stands on its alert's ladder, as people and receivers see it.
public enum AlertState: Hashable, Sendable {
    case ok, pending, firing(Severity), noData

    public static let all: [AlertState] =
        [.ok, .pending] + Severity.allCases.map(AlertState.firing) + [.noData]

    public var name: String {
        switch self {
        case .ok: "ok"
        case .pending: "pending"
        case .firing(let severity): severity.name
        case .noData: "nodata"
        }
    }
}
