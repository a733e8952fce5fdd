import Core
import Model
import Plans

/// Limits hold, whatever comes.
struct LimitsCheck {
    /// Series may be this many; those that a lower limit found stay.
    private var series = 0
    var outbox = Limits.outboxPerContact
    var finished = Limits.finishedDeliveries
    /// Of a saved state: 40 series, their groups and panes, ids of ten minutes, what was told.
    var stateBytes = 2 << 20
    /// Two checkpoints, and a journal for each start and each stop since the older one.
    var files = 200

    /// Rules came into force.
    mutating func hear(_ rules: RuleSet) { series = max(series, rules.bounds.series) }

    mutating func check(_ engine: borrowing Engine, _ bounds: Bounds, _ disk: MemoryDisk)
        throws(Violation)
    {
        let status = engine.status()
        try expect(
            status.series <= series, .limitsHold, "\(status.series) series, the limit is \(series)")
        series = max(bounds.series, status.series)
        for kpi in engine.plan.kpis {
            let groups = status.groups.first { $0.labels["kpi"] == kpi.name }?.value ?? 0
            let limit = kpi.groupLimit ?? bounds.groupsPerKPI
            try expect(groups <= limit, .limitsHold, "\(kpi.name) has \(groups) groups")
        }
        for contact in Shop.contacts {
            let postings = status.outbox.filter { $0.contact == contact }
            let waiting = postings.count { $0.state == .waiting || $0.state == .underWay }
            try expect(
                waiting <= outbox && postings.count - waiting <= finished, .limitsHold,
                "\(waiting) of \(postings.count) messages wait for \(contact)")
        }
        try expect(
            disk.files.count <= files, .limitsHold, "\(disk.files.count) files in the folder")
    }

    func check(stateBytes count: Int) throws(Violation) {
        try expect(count <= stateBytes, .limitsHold, "a state of \(count) bytes")
    }
}
