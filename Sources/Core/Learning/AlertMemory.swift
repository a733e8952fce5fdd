import Model
import Plans
import PluginKit

/// What an alert has learnt of its groups.
struct AlertMemory: Sendable {
    /// For each baseline by row.
    private(set) var norms: [[Norm]]
    /// For each `is anomalous`.
    private(set) var detections: [Detection]

    init(_ alert: AlertProgram) {
        norms = alert.norms.map { _ in [] }
        detections = alert.detections.map(Detection.init)
    }

    /// What is to be expected of a row at the hour that goes on; nil: too little is known.
    mutating func expected(_ index: Int, _ row: Int, at hour: WeekHour) -> Norm.Expected? {
        row < norms[index].count ? norms[index][row].expectedNow(hour) : nil
    }

    func norm(_ index: Int, _ row: Int) -> Norm? {
        row < norms[index].count ? norms[index][row] : nil
    }

    /// Judges first and learns then.
    mutating func judge(
        _ observation: Observation, row: Int, by alert: AlertProgram,
        _ judgements: inout [Judgement], at place: Int, isAlerting: Bool
    ) {
        for index in detections.indices {
            judgements[place * detections.count + index] = detections[index].judge(
                observation, row: row, by: alert.detections[index], isAlerting: isAlerting)
        }
    }

    /// Whether a group was among the discoveries twice running.
    mutating func confirm(_ isOut: Bool, of place: Int, _ row: Int) -> Bool {
        let wasOut = detections[place].outLast.contains(row)
        if isOut {
            detections[place].outLast.insert(row)
        } else {
            detections[place].outLast.remove(row)
        }
        return isOut && wasOut
    }

    /// Learns what is normal.
    mutating func learn(
        _ value: Double, row: Int, at hour: WeekHour, _ time: Timestamp, _ alert: AlertProgram,
        isOrdinary: Bool
    ) {
        for index in norms.indices {
            reserve(index, row, alert.norms[index])
            norms[index][row].learn(
                value, at: hour, time, isOrdinary: isOrdinary)
        }
    }

    private mutating func reserve(_ index: Int, _ row: Int, _ weeks: Int) {
        while norms[index].count <= row { norms[index].append(Norm(weeks: weeks)) }
    }

    /// Takes over what another alert learnt in the same way.
    mutating func inherit(
        _ old: AlertMemory, of theirs: AlertProgram, row: Int, as place: Int, _ ours: AlertProgram
    ) {
        guard theirs.plan.season == ours.plan.season else { return }
        for (index, weeks) in ours.norms.enumerated() {
            guard let same = theirs.norms.firstIndex(of: weeks), let norm = old.norm(same, row)
            else { continue }
            reserve(index, place, weeks)
            norms[index][place] = norm
        }
        for (index, detection) in ours.detections.enumerated() {
            guard let same = theirs.detections.firstIndex(where: { $0.plan == detection.plan })
            else { continue }
            detections[index].inherit(old.detections[same], row: row, as: place)
        }
    }
}

extension AlertMemory {
    func save(to writer: inout ByteWriter) {
        for rows in norms { writer.write(rows) }
        for detection in detections { detection.save(to: &writer) }
    }

    mutating func load(from reader: inout ByteReader, _ alert: AlertProgram) throws(DamagedBytes) {
        for index in norms.indices {
            norms[index] = try reader.values(Norm.self)
            guard norms[index].allSatisfy({ $0.weeks == alert.norms[index] }) else {
                throw DamagedBytes("a baseline over other weeks")
            }
        }
        for index in detections.indices { try detections[index].load(from: &reader) }
    }
}
