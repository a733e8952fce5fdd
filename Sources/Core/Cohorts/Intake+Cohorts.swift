import LineProtocol
import Model
import PluginKit

// What one event is to the cohorts.
extension Intake {
    /// It may follow others, be followed, or both.
    ///
    /// - Parameter times: for how many events it stands.
    mutating func follow(
        _ roles: Range<Int32>, _ time: Timestamp, times: Int, _ panels: [Panel]
    ) {
        guard times > 0 else { return }
        for index in roles {
            let role = router.roles[Int(index)]
            guard role.filter.isYes || role.filter.holds(event, others: router.tests) == true,
                let id = id(by: role.columns)
            else { continue }
            if let row = role.row {
                let opener = Opener(time: time, row: row, times: Int32(times))
                if cohorts[role.cohort].open(id, opener) { count(opener, of: role.cohort, panels) }
            } else {
                for opener in cohorts[role.cohort].follow(id, at: time) {
                    count(opener, of: role.cohort, panels)
                }
            }
        }
    }

    /// An opener that was followed, where and when it was.
    private func count(_ opener: Opener, of cohort: Int, _ panels: [Panel]) {
        let program = cohorts[cohort].program
        panels[program.panel].fold(
            Sample(1, at: opener.time), times: Int(opener.times), into: program.stores,
            row: Int(opener.row))
    }

    /// nil: the event lacks a column.
    private func id(by columns: [Router.Role.Column]) -> UInt64? {
        var hash: UInt64 = 0
        for column in columns {
            switch column {
            case .constant(let bits): hash = mixed(hash ^ bits)
            case .field(let field):
                guard event.has(field) else { return nil }
                hash = mixed(hash ^ event.bits[field])
            }
        }
        return hash
    }
}
