import Model
import Plans
import PluginKit

/// What the detectors of an alert say at one time of the rows that are judged.
struct Detected {
    var time: Timestamp
    var hour: WeekHour
    /// One for each detector, by the place of the row among those that are judged. Of a row that
    /// has nothing to go by they are learning.
    var judgements: [Judgement] = []
    /// Rows that had something to go by.
    var count = 0

    subscript(place: Int, of detectors: Int) -> ArraySlice<Judgement> {
        judgements[place * detectors..<(place + 1) * detectors]
    }
}

// What alerts learn of their groups. Judged first, for all groups at once; then, each after its own
// verdict, learnt.
extension Engine {
    mutating func detect(_ index: Int, _ rows: [Int], at time: Timestamp, _ peers: Peers?)
        -> Detected
    {
        let alert = program.alerts[index]
        var detected = Detected(time: time, hour: alert.plan.season.hour(until: time))
        guard !alert.detections.isEmpty else { return detected }
        let needs = program.kpis[alert.kpi].needs
        detected.judgements = Array(
            repeating: .learning, count: rows.count * alert.detections.count)
        for (place, row) in rows.enumerated() {
            guard let reading = state[alert.kpi, row], let value = reading.value,
                reading.samples >= needs
            else { continue }
            let incident = state.lives[index][row]?.incident
            let observation = Observation(
                time: time, value: value, samples: reading.samples,
                error: error(of: alert.kpi, row), hour: detected.hour,
                siblings: alert.asksPeers ? peers?.siblings(without: value) : nil)
            state.learnt[index].judge(
                observation, row: row, by: alert, &detected.judgements, at: place,
                isAlerting: !isToBeLearnt(incident, at: time))
            detected.count += 1
        }
        for (detector, detection) in alert.detections.enumerated() {
            guard case .discoveries(let share) = detection.plan.bar else { continue }
            state.learnt[index].correct(
                &detected.judgements, of: detector, asking: detection.plan, rows, share)
        }
        return detected
    }

    private func isToBeLearnt(_ incident: AlertLife.Incident?, at time: Timestamp) -> Bool {
        incident.map { time - $0.openedAt > Limits.longestUnlearning } ?? true
    }

    /// Adds to a sight what was learnt.
    mutating func see(
        _ detected: Detected, _ index: Int, _ row: Int, at place: Int, _ sight: inout Sight
    ) {
        let alert = program.alerts[index]
        sight.judgements = Array(detected[place, of: alert.detections.count])
        for norm in alert.norms.indices {
            let normal = state.learnt[index].expected(norm, row, at: detected.hour)
            if norm == 0 { sight.normal = normal?.centre }
            for (place, look) in alert.looks.enumerated() {
                guard case .baseline(norm) = look else { continue }
                sight.looks[place] = Reading(normal?.centre)
                if !sight.errors.isEmpty { sight.errors[place] = normal?.error }
            }
        }
        for (place, look) in alert.looks.enumerated() {
            guard case .forecast(let length, let ahead) = look else { continue }
            let hour = alert.plan.season.hour(until: detected.time + length)
            let forecast = state.learnt[index].norm(0, row)?.forecast(ahead, at: hour)
            sight.looks[place] = Reading(forecast?.centre)
            if !sight.errors.isEmpty { sight.errors[place] = forecast?.error }
        }
    }

    /// Learns what is normal.
    mutating func learn(
        _ reading: Reading, _ index: Int, _ row: Int, _ detected: Detected,
        _ incident: AlertLife.Incident?
    ) {
        let alert = program.alerts[index]
        guard !alert.norms.isEmpty, let value = reading.value,
            reading.samples >= program.kpis[alert.kpi].needs
        else { return }
        state.learnt[index].learn(
            value, row: row, at: detected.hour, detected.time, alert,
            isOrdinary: isToBeLearnt(incident, at: detected.time))
    }

    /// Whether some alert still learns that nothing comes.
    func isLearningSilence(at time: Timestamp) -> Bool {
        program.alerts.contains(where: \.learns)
            && time - state.stirredAt < Limits.longestLearntSilence
    }
}

extension Reading {
    /// What is computed from no samples of its own.
    init(_ value: Double?) { self.init(value: value, samples: value == nil ? 0 : .max) }
}
