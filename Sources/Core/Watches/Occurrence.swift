import LineProtocol
import Model
import Plans

/// An event that a watch has something to say of, with what a message about it needs.
struct Occurrence {
    /// In the program's watches.
    let watch: Int
    let severity: Severity
    let time: Timestamp
    let tags: Labels
    /// The declared fields, in words; ids as messages may show them.
    var fields: [String: String] = [:]
    /// What tells the event from others of its series and time, where the stream has an id.
    var id = ""
    var value: Double?
    var limit: Double?
    var unit = Unit.number
    /// Of what `once per` names; nil: it is not asked for, or the event lacks it.
    var onceKey: UInt64?

    /// - Parameter rung: which one holds, the worst first.
    init(
        _ watch: Int, _ program: WatchProgram, rung: Int, at time: Timestamp, _ tags: Labels,
        _ fields: borrowing EventFields, _ texts: [(field: Int, text: String)],
        of stream: StreamProgram, hidingBy key: PrivacyKey
    ) {
        self.watch = watch
        self.time = time
        self.tags = tags
        severity = program.rungs[rung].severity
        for (place, plan) in stream.plan.fields.enumerated() where fields.has(place) {
            let text =
                texts.first { $0.field == place }?.text
                ?? plan.unit.text(
                    Double(bitPattern: fields.bits[place]), in: program.plan.message.tongue)
            self.fields[plan.name] = stream.plan.hides(plan) ? key.mask(text) : text
            if place == stream.id { id = key.hex(text) }
        }
        if let shown = program.shown[rung], fields.has(shown.field) {
            value = Double(bitPattern: fields.bits[shown.field])
            limit = shown.limit
            unit = stream.plan.fields[shown.field].unit
        }
        onceKey = program.plan.once.flatMap { once in
            if let place = stream.field(named: once.column) {
                return fields.has(place) ? fields.bits[place] : nil
            }
            return tags[once.column].map(hashText)
        }
    }
}
