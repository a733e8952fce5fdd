import Calendars
import Model
import Plans

/// Checks an alert on each event of a stream.
struct WatchChecker: Complaining {
    private let declaration: WatchDeclaration
    private let names: Names
    private let stream: CheckedStream?
    var diagnostics: [Diagnostic] = []

    init(_ declaration: WatchDeclaration, _ names: Names) {
        self.declaration = declaration
        self.names = names
        stream = names.streams[declaration.stream.text]
    }

    mutating func check() -> WatchPlan? {
        guard let stream else {
            if !names.lost.contains(declaration.stream.text) {
                diagnostics.append(names.lacks(stream: declaration.stream))
            }
            return nil
        }
        let rungs = declaration.rungs.map { rung($0, of: stream) }
        let once = declaration.once.map { checked($0, of: stream) }
        let (message, during) = checkedMessage(of: stream)
        if rungs.isEmpty, !declaration.isDamaged { reportNoRung() }
        guard !declaration.isDamaged, !rungs.isEmpty, rungs.allSatisfy({ $0 != nil }),
            once.map({ $0 != nil }) ?? true
        else { return nil }
        return WatchPlan(
            declaration.name.text, on: stream.plan.name,
            ladder: rungs.compactMap { $0 }.sorted { $0.severity < $1.severity },
            once: once.flatMap { $0 }, during: during, message: message)
    }

    private mutating func rung(_ rung: AlertDeclaration.Rung, of stream: CheckedStream)
        -> WatchPlan.Rung?
    {
        if let span = rung.when.lasting {
            report(
                .outOfPlace, "one event cannot last", at: span.range,
                "an event is judged once, as it comes",
                help: "leave `for` out, or count the events in a KPI and put the alert on that")
        }
        var checker = EventChecker(names, stream)
        let predicate = checker.predicate(rung.when.condition)
        diagnostics += checker.diagnostics
        guard rung.when.lasting == nil else { return nil }
        return predicate.map { WatchPlan.Rung(rung.severity, when: $0) }
    }

    private mutating func checked(_ once: WatchDeclaration.Once, of stream: CheckedStream)
        -> WatchPlan.Once?
    {
        if once.within.interval <= .zero {
            report(
                .emptyLength, "a length of time of zero is none", at: once.within.range, "zero",
                help: "write a longer one, such as `1d`")
            return nil
        }
        var checker = EventChecker(names, stream)
        let column = checker.column(once.column)
        diagnostics += checker.diagnostics
        return column.map { _ in
            WatchPlan.Once(per: once.column.text, within: once.within.interval)
        }
    }

    private mutating func checkedMessage(of stream: CheckedStream)
        -> (MessagePlan, OpeningCalendar?)
    {
        let tags = stream.plan.tags.map(\.name)
        let fields = stream.plan.fields.map(\.name)
        let own =
            tags.map { (name: $0, slot: TextTemplate.Slot.tag($0)) }
            + fields.map { (name: $0, slot: TextTemplate.Slot.field($0)) }
        var checker = MessageChecker(
            declaration.message, of: declaration.name, isDamaged: declaration.isDamaged, names,
            slots: Slots(
                own + TextTemplate.Slot.ofEvents, columns: tags + fields,
                isWhole: !stream.isDamaged))
        defer { diagnostics += checker.diagnostics }
        let unsaid = Self.standardSummary(stream.plan, in: declaration.message.tongue)
        return (checker.check(unsaid: unsaid), checker.checkedCalendar())
    }

    /// `refund: channel {channel}, amount {amount}`.
    private static func standardSummary(_ stream: StreamPlan, in tongue: Tongue) -> TextTemplate {
        let colon = tongue == .french ? "\u{A0}: " : ": "
        let slots: [Slots.Named] =
            stream.tags.map { ($0.name, .tag($0.name)) }
            + stream.fields.map { ($0.name, .field($0.name)) }
        let parts = slots.enumerated().flatMap { index, named -> [TextTemplate.Part] in
            [.text("\(index == 0 ? colon : ", ")\(named.name) "), .slot(named.slot)]
        }
        return TextTemplate([.text(stream.name)] + parts)
    }

    private mutating func reportNoRung() {
        report(
            .missingClause, "alert `\(declaration.name.text)` can never be raised",
            at: declaration.name.range, "no `info`, `warning` or `critical`",
            help: "add `warning when FIELD > LIMIT`")
    }
}
