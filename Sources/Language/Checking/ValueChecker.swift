import Model
import Plans
import PluginKit

/// Checks the value of a KPI: arithmetic over aggregates and other KPIs.
struct ValueChecker: NumberChecker {
    /// Where a call takes its events from.
    enum Source {
        case stream(CheckedStream, Predicate)
        /// Unknown or wrong, and that is reported.
        case unknown
        case none
    }

    let names: Names
    let kpi: String
    var diagnostics: [Diagnostic] = []
    /// Each once, however often the value asks for it.
    var aggregates: [AggregatePlan] = []
    /// The streams of the aggregates, each once.
    var streams: [CheckedStream] = []
    private(set) var references: [(name: Name, kpi: CheckedKPI)] = []
    /// KPIs of whose groups it asks.
    var groupReferences: [(name: Name, kpi: CheckedKPI)] = []
    /// The window, for `rate`; nil: it has none of a fixed length.
    let over: Span?
    private(set) var standard = Source.none

    init(_ declaration: KPIDeclaration, _ names: Names) {
        self.names = names
        kpi = declaration.name.text
        over = declaration.over
        if declaration.selection.stream != nil {
            standard = source(declaration.selection)
        } else if declaration.isDamaged {
            standard = .unknown
        }
    }

    mutating func number(named name: Name) -> Typed<ValueExpression>? {
        let text = name.text
        if let param = names.params[text] {
            return param.value.flatMap { number($0, at: name.range) }
        }
        if let benchmark = names.benchmarks[text] {
            return benchmark.map { Typed(of: $0, at: name.range) }
        }
        if let kpi = names.kpis[text] {
            refer(to: kpi, by: name)
            return kpi.unit.map { Typed(.kpi(text), $0, bounds: kpi.bounds, at: name.range) }
        }
        if names.lost.contains(text) { return nil }
        if case .stream(let stream, _) = standard, stream.columns[text] != nil {
            report(
                .outOfPlace, "`\(text)` has a value for each event, a KPI one for all of them",
                at: name.range, "of one event",
                help: "write a function of it, such as `mean(\(text))`")
            return nil
        }
        if names.tables[text] != nil {
            report(
                .outOfPlace, "tables stand in the conditions of alerts", at: name.range, "a table",
                help: "compare with it there: `warning when value > \(text)`")
            return nil
        }
        let near = names.nearest(to: text)
        report(
            .unknownName, "there is no KPI or param `\(text)`", at: name.range, "not declared",
            help: near.map { "did you mean `\($0)`?" })
        return nil
    }

    mutating func refer(to kpi: CheckedKPI, by name: Name) { references.append((name, kpi)) }

    mutating func number(of call: Call, at range: SourceRange) -> Typed<ValueExpression>? {
        if call.function.text == "rate" { return rate(call, at: range) }
        if let statistic = GroupStatistic(rawValue: call.function.text) {
            return groups(statistic, call, at: range)
        }
        let call = call.flattened
        guard let entry = function(call.function) else { return nil }
        guard let (stream, base) = events(of: call) else { return nil }
        if let follow = call.follow { return following(call, follow, stream, base, at: range) }
        let kind = entry.kind.description
        var filter: [Predicate] = [base]
        let operand = operand(of: call, kind, stream, &filter)
        let arguments = arguments(of: call, entry)
        let narrowed = call.selection.stream == nil ? condition(call.selection, stream) : .always
        guard let operand, let arguments, let narrowed else { return nil }
        filter.append(narrowed)
        guard let unit = kind.unit(of: operand.unit, arguments) else {
            reportUnit(call, operand, wants: kind.wants)
            return nil
        }
        let aggregate = AggregatePlan(
            stream: stream.plan.name, filter: .joining(filter), function: entry.kind.name,
            arguments: arguments, operand: operand.plan)
        return Typed(
            .aggregate(index(of: aggregate)), unit,
            bounds: bounds(unit, from: operand.unit), at: range)
    }

    mutating func index(of aggregate: AggregatePlan) -> Int {
        if let index = aggregates.firstIndex(of: aggregate) { return index }
        aggregates.append(aggregate)
        return aggregates.count - 1
    }

    /// What the unit says of the size. Percentages of percentages may be sums, and are not judged.
    private func bounds(_ unit: Unit, from operand: Unit) -> ClosedRange<Double>? {
        switch unit {
        case .percent where operand != .percent: 0...1
        case .points where operand != .points: -100...100
        case .count, .ces: unit.bounds
        // A spread of marks may be less than the least mark.
        case .score(let low, let high): min(0, low)...high
        default: nil
        }
    }

    // MARK: - Where events come from

    /// Those that a call is of, before what it says itself narrows them down.
    private mutating func events(of call: Call) -> (CheckedStream, Predicate)? {
        let source = call.selection.stream == nil ? standard : source(call.selection)
        guard case .stream(let stream, let base) = source else {
            if case .none = source { reportNoStream(call) }
            return nil
        }
        if !streams.contains(where: { $0.plan.name == stream.plan.name }) {
            streams.append(stream)
        }
        return (stream, base)
    }

    mutating func source(_ selection: Selection) -> Source {
        guard let name = selection.stream else { return .none }
        guard let stream = names.streams[name.text] else {
            if !names.lost.contains(name.text) { diagnostics.append(names.lacks(stream: name)) }
            return .unknown
        }
        guard let condition = condition(selection, stream) else { return .unknown }
        return .stream(stream, condition)
    }

    mutating func condition(_ selection: Selection, _ stream: CheckedStream) -> Predicate? {
        guard let condition = selection.condition else { return .always }
        return predicate(condition, stream)
    }

    mutating func predicate(_ condition: Expression, _ stream: CheckedStream) -> Predicate? {
        var checker = EventChecker(names, stream)
        defer { diagnostics += checker.diagnostics }
        return checker.predicate(condition)
    }

    private mutating func reportNoStream(_ call: Call) {
        report(
            .missingClause,
            "`\(kpi)` does not say where `\(call.function.text)` takes its events from",
            at: call.function.range, "no stream", help: "add `from STREAM` to the KPI")
    }
}

extension Predicate {
    /// What passes one of them.
    static func choosing(_ parts: [Predicate]) -> Predicate {
        parts.count == 1 ? parts[0] : .any(parts)
    }

    /// What passes every one of them.
    static func joining(_ parts: [Predicate]) -> Predicate {
        let parts = parts.flatMap { part -> [Predicate] in
            switch part {
            case .always: []
            case .all(let inner): inner
            default: [part]
            }
        }
        return parts.isEmpty ? .always : parts.count == 1 ? parts[0] : .all(parts)
    }
}
