import Calendars
import Model
import Plans

extension KPIChecker {
    struct Window {
        var over: Interval
        var every: Interval
        var period: PeriodPlan?
    }

    /// What `every` is taken from where the rule does not say: the first that gives no more than
    /// `Limits.standardPanes`.
    private static let steps: [Interval] = [
        .seconds(1), .seconds(5), .seconds(10), .seconds(15), .seconds(30), .minutes(1),
        .minutes(5), .minutes(15), .minutes(30), .hours(1), .hours(6), .days(1),
    ]

    mutating func checkedWindow(of value: ValueChecker) -> Window? {
        if declaration.value == nil { return nil }
        if !declaration.hasAggregates { return windowOfOthers(value) }
        if let period = declaration.period { return window(of: period) }
        guard let over = declaration.over else {
            if !declaration.isDamaged {
                missing(
                    "over",
                    help: "add `over 1h`, the time that the value looks back on, or `per day`")
            }
            return nil
        }
        guard isLong(over), declaration.every.map({ isLong($0) }) ?? true else { return nil }
        guard let every = declaration.every else { return standardWindow(over) }
        return checked(over, every)
    }

    /// A KPI made of KPIs alone is judged whenever one of them is.
    private mutating func windowOfOthers(_ value: ValueChecker) -> Window? {
        let references = value.references + value.groupReferences
        if references.isEmpty { return nil }
        for (clause, range) in [
            ("over", declaration.over?.range), ("every", declaration.every?.range),
            ("per", declaration.period?.range), ("settle", declaration.settle?.range),
        ] {
            guard let range else { continue }
            report(
                .windowNotItsOwn, "`\(clause)` of a KPI that is made of other KPIs is theirs",
                at: range, "there is no aggregate for it", help: "remove `\(clause)`")
        }
        let plans = references.compactMap(\.kpi.plan)
        guard let over = plans.map(\.over).max(), let every = plans.map(\.every).min() else {
            return nil
        }
        return Window(over: over, every: every)
    }

    private mutating func isLong(_ span: Span) -> Bool {
        if span.interval > .zero { return true }
        report(
            .emptyLength, "a length of time of zero is none", at: span.range, "zero",
            help: "write a longer one, such as `1m`")
        return false
    }

    private mutating func standardWindow(_ over: Span) -> Window? {
        if over.interval < Self.steps[0] {
            return Window(over: over.interval, every: over.interval)
        }
        let fitting = Self.steps.filter { over.interval.isMultiple(of: $0) }
        let short = fitting.first { over.interval.panes(of: $0) <= Limits.standardPanes }
        guard let every = short ?? fitting.last else {
            report(
                .windowNotWhole, "no usual step divides a window of `\(over.interval)`",
                at: over.range, "not a whole number of seconds",
                help: "write `over \(over.interval) every ...`, or round the window")
            return nil
        }
        return checked(over, Span(interval: every, range: over.range))
    }

    private mutating func checked(_ over: Span, _ every: Span) -> Window? {
        let window = Window(over: over.interval, every: every.interval)
        if over.interval < every.interval {
            report(
                .windowShorterThanStep,
                "the window `\(over.interval)` is shorter than its step `\(every.interval)`",
                at: every.range, "longer than the window",
                help: "write `every \(over.interval)` or less")
            return nil
        }
        let panes = over.interval.panes(of: every.interval)
        guard over.interval.isMultiple(of: every.interval) else {
            let below = every.interval * Int64(panes - 1)
            report(
                .windowNotWhole,
                "the window `\(over.interval)` is no multiple of its step `\(every.interval)`",
                at: over.range, "not a whole number of steps",
                help: "write `over \(below)` or `over \(below + every.interval)`")
            return nil
        }
        guard panes <= Limits.panesPerWindow else {
            report(
                .tooManyPanes,
                "this window has \(panes) steps, and may have "
                    + "\(Limits.panesPerWindow)",
                at: over.range, "too fine for its length",
                help: "write a longer `every`, or leave it out")
            return nil
        }
        return window
    }
}

extension KPIChecker {
    /// How long a window must be over before it is judged: as long as the rule says, and as long as
    /// an event may wait for what follows it.
    mutating func checkedSettle(_ value: ValueChecker, _ window: Window) -> Interval? {
        guard declaration.hasAggregates else { return .zero }
        if let span = declaration.settle, !isLong(span) { return nil }
        let follow = value.aggregates.compactMap(\.follow?.within).max() ?? .zero
        let settle = max(declaration.settle?.interval ?? .zero, follow)
        let panes = (window.period == nil ? window.over : .zero).panes(of: window.every)
        guard panes + settle.panes(of: window.every) <= Limits.panesPerWindow else {
            report(
                .tooManyPanes,
                "this window and the \(settle) in which it settles have "
                    + "\(panes + settle.panes(of: window.every)) steps, and may have "
                    + "\(Limits.panesPerWindow)",
                at: declaration.settle?.range ?? declaration.name.range,
                "too fine for its length", help: "write a longer `every`")
            return nil
        }
        return settle
    }
}

extension KPIChecker {
    /// `per day in "Europe/Paris"`.
    private mutating func window(of calendar: CalendarWindow) -> Window? {
        if let over = declaration.over {
            report(
                .repeatedClause, "`over` and `per` both say how far the value looks back",
                at: calendar.range, "a window of the calendar",
                and: [Diagnostic.Label(over.range, "a window that slides")],
                help: "keep one of the two")
            return nil
        }
        guard let period = period(of: calendar) else { return nil }
        let every =
            declaration.every?.interval ?? (period.kind == .hour ? .minutes(1) : .minutes(15))
        if let span = declaration.every, !isLong(span) { return nil }
        guard period.isAligned(to: every) else {
            report(
                .stepNotAligned,
                "a step of `\(every)` does not end at every beginning of \(period.kind.article)",
                at: declaration.every?.range ?? calendar.range, "in \(period.zone.name)",
                help: "write `every 15m` or less")
            return nil
        }
        return Window(
            over: period.longest, every: every,
            period: PeriodPlan(period, isClosedOnly: calendar.isClosedOnly))
    }

    private mutating func period(of calendar: CalendarWindow) -> Period? {
        let words = Period.Kind.allCases.map(\.rawValue)
        guard let kind = Period.Kind(rawValue: calendar.unit.text) else {
            let near = suggestion(for: calendar.unit.text, among: words)
            report(
                .unexpected, "`\(calendar.unit.text)` is no window of the calendar",
                at: calendar.unit.range, "expected \(list(words))",
                help: near.map { "did you mean `\($0)`?" } ?? "write `per day`, or `over 30m`")
            return nil
        }
        guard let name = calendar.zone else { return Period(kind, in: .utc) }
        let found = names.attachments.zone(named: name)
        diagnostics += found.diagnostics
        return found.zone.map { Period(kind, in: $0) }
    }
}

extension Period.Kind {
    fileprivate var article: String { self == .hour ? "an hour" : "a \(rawValue)" }
}

extension Interval {
    fileprivate func isMultiple(of step: Interval) -> Bool {
        nanoseconds.isMultiple(of: step.nanoseconds)
    }

    /// How many steps cover it.
    fileprivate func panes(of step: Interval) -> Int {
        Int((nanoseconds + step.nanoseconds - 1) / step.nanoseconds)
    }
}
