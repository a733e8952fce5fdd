import Model
import Plans

/// Feeds: that the stream has what they fill in, and would not refuse it.
extension TestChecker {
    mutating func checked(_ feed: TestDeclaration.Feed) -> FeedPlan? {
        guard let stream = names.streams[feed.stream.text] else {
            if !names.lost.contains(feed.stream.text) {
                diagnostics.append(names.lacks(stream: feed.stream))
            }
            for given in feed.givens { markDraws(of: given.course) }
            return nil
        }
        let before = diagnostics.count
        var plan = FeedPlan(
            feed.stream.text, times: feed.times?.value ?? 1, every: feed.every?.interval,
            lasting: feed.lasting?.interval ?? .zero, after: feed.after?.interval ?? .zero,
            late: feed.late?.interval ?? .zero, isDoubled: feed.doubled != nil)
        checkTiming(of: feed, stream)
        var seen: [String: Name] = [:]
        for given in feed.givens {
            if let first = seen.updateValue(given.column, forKey: given.column.text) {
                report(
                    .duplicate, "`\(given.column.text)` is filled in twice",
                    at: given.column.range, "the second time",
                    and: [Diagnostic.Label(first.range, "the first time")],
                    help: "keep one of the two")
            }
            add(given, of: stream, to: &plan)
        }
        let isSound = !diagnostics[before...].contains { $0.severity == .error }
        return isSound && !stream.isDamaged ? plan : nil
    }

    private mutating func checkTiming(of feed: TestDeclaration.Feed, _ stream: CheckedStream) {
        for span in [feed.every, feed.lasting].compactMap({ $0 }) where span.interval <= .zero {
            report(
                .emptyLength, "a length of time of zero is none", at: span.range, "zero",
                help: "write `every 10s for 2h`")
        }
        if let times = feed.times, times.value < 1 {
            report(
                .emptyRange, "nothing is fed zero times", at: times.range, "no event",
                help: "leave the feed out: silence is the absence of a feed")
        }
        guard let late = feed.late, late.interval > stream.plan.late else { return }
        report(
            .tooLateToCount,
            "`\(stream.plan.name)` takes events that are up to \(stream.plan.late) late",
            at: late.range, "these are refused",
            help: "write `late \(stream.plan.late)`, unless that is what you test")
    }

    private mutating func add(
        _ given: TestDeclaration.Feed.Given, of stream: CheckedStream, to plan: inout FeedPlan
    ) {
        guard let column = stream.columns[given.column.text] else {
            markDraws(of: given.course)
            if !stream.isDamaged { diagnostics.append(stream.lacks(given.column)) }
            return
        }
        switch column {
        case .tag(let tag):
            guard let texts = texts(of: given.course, beside: given.column) else { return }
            if texts.allSatisfy({ isPossible($0, of: tag) }) {
                plan.tags.append(.init(tag.name, CoursePlan(.texts(texts.map(\.value)))))
            }
        case .field(.text):
            guard let texts = texts(of: given.course, beside: given.column) else { return }
            plan.fields.append(
                .init(given.column.text, CoursePlan(.texts(texts.map(\.value)))))
        case .field(let unit?):
            guard let course = course(of: given, unit) else { return }
            plan.fields.append(.init(given.column.text, course))
        case .field(nil): markDraws(of: given.course)
        }
    }

    // MARK: - Texts

    private mutating func texts(of course: TestDeclaration.Course, beside column: Name)
        -> [Text]?
    {
        guard case .steps(let steps) = course.shape, course.noise == nil else {
            report(
                .unitMismatch, "`\(column.text)` is a text", at: column.range,
                "a text neither rises nor varies",
                help: "write `\(column.text)=\"one\" then \"two\"`")
            return nil
        }
        var texts: [Text] = []
        for step in steps {
            switch step {
            case .word(let name): texts.append(Text(value: name.text, range: name.range))
            case .literal(let literal):
                guard case .text(let value) = literal.value else {
                    report(
                        .unitMismatch,
                        "`\(column.text)` is a text and `\(names.quote(literal.range))` is not",
                        at: literal.range, literal.value.unit.noun,
                        help: "write `\"\(names.quote(literal.range))\"`")
                    return nil
                }
                texts.append(Text(value: value, range: literal.range))
            }
        }
        return texts
    }

    private mutating func isPossible(_ text: Text, of tag: TagPlan) -> Bool {
        if tag.values.isEmpty || tag.values.contains(text.value) { return true }
        let near = suggestion(for: text.value, among: tag.values)
        report(
            .unknownTagValue, "`\(tag.name)` is never `\"\(text.value)\"`", at: text.range,
            "not among the values that the stream lists",
            help: near.map { "did you mean `\($0)`?" }
                ?? "it is one of \(list(tag.values.map { "\"\($0)\"" }))")
        return false
    }

    // MARK: - Numbers

    private mutating func course(of given: TestDeclaration.Feed.Given, _ unit: Unit)
        -> CoursePlan?
    {
        let column = given.column
        let noise = given.course.noise.map { operand($0, column, unit, isStep: true) }
        let shape: CoursePlan.Shape?
        switch given.course.shape {
        case .steps(let steps):
            let operands = steps.map { operand($0, column, unit) }
            shape =
                operands.contains { $0 == nil } ? nil : .steps(operands.compactMap { $0 })
        case .ramp(let first, let last):
            let start = operand(first, column, unit)
            let end = operand(last, column, unit)
            shape = start.flatMap { start in end.map { .ramp(start, to: $0) } }
        case .rising(let first, let step):
            let start = operand(first, column, unit)
            let rise = operand(step, column, unit, isStep: true)
            shape = start.flatMap { start in rise.map { .rising(start, by: $0) } }
        }
        guard let shape, noise.map({ $0 != nil }) ?? true else { return nil }
        return CoursePlan(shape, noise: noise.flatMap { $0 })
    }

    /// - Parameter isStep: a difference of two values, which lies in no bounds.
    private mutating func operand(
        _ operand: TestDeclaration.Operand, _ column: Name, _ unit: Unit, isStep: Bool = false
    ) -> CoursePlan.Operand? {
        switch operand {
        case .word(let name):
            guard let index = draws.firstIndex(where: { $0.name == name.text }) else {
                reportNoDraw(name, column, unit)
                return nil
            }
            usedDraws.insert(index)
            let draw = draws[index]
            guard fits(draw.unit, draw.low, column, unit, at: name.range),
                isStep || isInBounds(draw.low...max(draw.low, draw.high), unit, at: name.range)
            else { return nil }
            return .draw(index)
        case .literal(let literal):
            if case .bool(let truth) = literal.value, unit == .bool {
                return .number(truth ? 1 : 0)
            }
            let (value, given) = literal.value.measured ?? (.nan, literal.value.unit)
            guard fits(given, value, column, unit, at: literal.range),
                isStep || isInBounds(value...value, unit, at: literal.range)
            else { return nil }
            return .number(value)
        }
    }

    private mutating func reportNoDraw(_ name: Name, _ column: Name, _ unit: Unit) {
        let near = suggestion(for: name.text, among: draws.map(\.name))
        let example =
            unit == .bool
            ? "`true` or `false`"
            : "a value, such as `\(unit.written(unit.bounds?.lowerBound ?? 40))`, or add "
                + "`for any \(name.text) in LOW..HIGH`"
        report(
            .unknownName, "`\(name.text)` is no value of `\(column.text)`", at: name.range,
            "`\(column.text)` is \(unit.noun)",
            help: near.map { "did you mean `\($0)`?" } ?? "write \(example)")
    }

    private mutating func fits(
        _ given: Unit, _ value: Double, _ column: Name, _ unit: Unit, at range: SourceRange
    ) -> Bool {
        if unit.isNumeric, given.isNumeric, unit.compares(with: given, value) { return true }
        if !unit.isNumeric || !given.isNumeric {
            report(
                .unitMismatch, "`\(column.text)` is \(unit.noun)", at: range, given.noun,
                help: unit == .bool ? "write `true` or `false`" : nil)
        } else {
            diagnostics.append(
                .incomparable(
                    unit, named: column.text, with: given, constant: value, names.quote(range),
                    at: range))
        }
        return false
    }

    private mutating func isInBounds(
        _ values: ClosedRange<Double>, _ unit: Unit, at range: SourceRange
    ) -> Bool {
        guard let bounds = unit.bounds else { return true }
        if bounds.contains(values.lowerBound), bounds.contains(values.upperBound) { return true }
        report(
            .valueNeverArrives, "`\(names.quote(range))` would be refused", at: range,
            bounds.upperBound.isFinite
                ? "it lies outside \(short(bounds.lowerBound)) to \(short(bounds.upperBound))"
                : "it cannot be less than \(short(bounds.lowerBound))",
            help: "feed what can arrive: \(unit.noun)")
        return false
    }

    private mutating func markDraws(of course: TestDeclaration.Course) {
        var operands = [course.noise].compactMap { $0 }
        switch course.shape {
        case .steps(let steps): operands += steps
        case .ramp(let first, let second), .rising(let first, let second):
            operands += [first, second]
        }
        for case .word(let name) in operands {
            if let index = draws.firstIndex(where: { $0.name == name.text }) {
                usedDraws.insert(index)
            }
        }
    }
}
