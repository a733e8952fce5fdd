import Calendars
import Model
import Plans

/// Checks a test: that all it names is there, that what it feeds can arrive, and that it can fail.
struct TestChecker: Complaining {
    let declaration: TestDeclaration
    let names: Names
    let cast: Cast
    var diagnostics: [Diagnostic] = []
    private(set) var draws: [DrawPlan] = []
    /// Draws that a feed has used.
    var usedDraws: Set<Int> = []

    init(_ declaration: TestDeclaration, _ names: Names, _ cast: Cast) {
        self.declaration = declaration
        self.names = names
        self.cast = cast
    }

    /// nil: something is wrong with it, and that is reported.
    mutating func check() -> TestPlan? {
        for set in declaration.sets {
            if let fault = names.fault(in: set) { diagnostics.append(fault) }
        }
        checkDraws()
        let feeds = declaration.feeds.compactMap { checked($0) }
        checkUseOfDraws()
        let expectations = declaration.expectations.compactMap { checked($0) }
        checkThatItCanFail()
        checkSize(feeds, expectations)
        let (start, zone) = checkedStart()
        guard !declaration.isDamaged, !diagnostics.contains(where: { $0.severity == .error }),
            feeds.count == declaration.feeds.count,
            expectations.count == declaration.expectations.count
        else { return nil }
        return TestPlan(
            declaration.title.value, file: declaration.title.range.file,
            line: cast.line(of: declaration.title.range), start: start, zone: zone,
            settings: declaration.sets.compactMap { set in
                set.value.map { TestPlan.Setting(set.name.text, names.quote($0.range)) }
            },
            draws: draws, runs: draws.isEmpty ? 1 : runs, feeds: feeds,
            expectations: expectations)
    }

    private mutating func checkedStart() -> (Timestamp, Zone) {
        guard let start = declaration.start else { return (TestPlan.standardStart, .utc) }
        let found = start.zone.map { names.attachments.zone(named: $0) }
        diagnostics += found?.diagnostics ?? []
        let zone = found?.zone ?? .utc
        let local = LocalTime(Day(number: start.day), .minutes(Int64(start.minutes)))
        return (zone.timestamp(of: local), zone)
    }

    private var runs: Int { declaration.runs?.value ?? Limits.standardTestRuns }

    private mutating func checkThatItCanFail() {
        guard declaration.expectations.isEmpty, !declaration.isDamaged else { return }
        report(
            .testCannotFail, "this test expects nothing", at: declaration.title.range,
            "it cannot fail", help: "add `expect ALERT warning within 1h`")
    }

    // MARK: - Draws

    private mutating func checkDraws() {
        var seen: [String: Name] = [:]
        for draw in declaration.draws {
            if let first = seen.updateValue(draw.name, forKey: draw.name.text) {
                report(
                    .duplicate, "`\(draw.name.text)` is drawn twice", at: draw.name.range,
                    "the second time", and: [Diagnostic.Label(first.range, "the first time")],
                    help: "give one of the two another name")
            }
            draws.append(checked(draw))
        }
        guard let runs = declaration.runs, !(1...Limits.testRuns).contains(runs.value) else {
            return
        }
        report(
            .tooManyTestRuns, "a test runs 1 to \(Unit.count.text(Double(Limits.testRuns))) times",
            at: runs.range, "\(Unit.count.text(Double(runs.value))) times",
            help: "write `\(Limits.standardTestRuns) times`")
    }

    private mutating func checked(_ draw: TestDeclaration.Draw) -> DrawPlan {
        let whole = draw.low.range.through(draw.high.range)
        let standIn = DrawPlan(draw.name.text, .number, 0, 1)
        guard let (low, unit) = draw.low.value.measured,
            let (high, other) = draw.high.value.measured
        else {
            report(
                .unitMismatch, "only numbers are drawn", at: whole, "not a range of numbers",
                help: "write the lowest and the highest, as in `0s..3m` or `0..10`")
            return standIn
        }
        guard unit == other else {
            report(
                .unitMismatch, "the two ends of a range are of one kind", at: draw.high.range,
                other.noun, and: [Diagnostic.Label(draw.low.range, unit.noun)],
                help: "write both as \(unit.noun)")
            return standIn
        }
        if low >= high {
            report(
                .emptyRange, "there is nothing between these two", at: whole,
                "the second is not above the first",
                help: low > high
                    ? "write `\(names.quote(draw.high.range))..\(names.quote(draw.low.range))`"
                    : nil)
        }
        return DrawPlan(draw.name.text, unit, low, high)
    }

    private mutating func checkUseOfDraws() {
        guard !declaration.isDamaged else { return }
        for (index, draw) in declaration.draws.enumerated() where !usedDraws.contains(index) {
            report(
                .unusedDraw, "no feed has `\(draw.name.text)` as a value", at: draw.name.range,
                "drawn for nothing",
                help: "write it where the value goes, as in `FIELD=\(draw.name.text)`")
        }
    }

    // MARK: - Size

    private mutating func checkSize(_ feeds: [FeedPlan], _ expectations: [ExpectationPlan]) {
        var events = 0
        let most = min(
            Limits.eventsPerTest,
            Limits.eventsOfAllRuns / (draws.isEmpty ? 1 : min(max(1, runs), Limits.testRuns)))
        for (declared, feed) in zip(declaration.feeds, feeds)
        where feeds.count == declaration.feeds.count {
            if feed.end > Limits.testLength { reportTooLong(feed.end, at: declared.range) }
            let sent = feed.moments.multipliedReportingOverflow(
                by: feed.times * (feed.isDoubled ? 2 : 1))
            events = sent.overflow ? .max : min(.max - events, sent.partialValue) + events
            guard events <= most else { return reportTooMany(most, at: declared.range) }
        }
        for (declared, expectation) in zip(declaration.expectations, expectations)
        where expectations.count == declaration.expectations.count {
            if let end = expectation.claim.end, end > Limits.testLength {
                reportTooLong(end, at: declared.range)
            }
        }
    }

    private mutating func reportTooMany(_ most: Int, at range: SourceRange) {
        let inAll = most < Limits.eventsPerTest ? " that runs \(runs) times" : ""
        report(
            .tooManyTestEvents,
            "a test\(inAll) feeds at most \(Unit.count.text(Double(most))) events", at: range,
            "here it is beyond that",
            help: "feed fewer: what an hour of them shows, a minute may show too")
    }

    private mutating func reportTooLong(_ length: Interval, at range: SourceRange) {
        report(
            .testTooLong, "a test lasts at most \(Limits.testLength)", at: range,
            "\(length) after its beginning", help: "let it begin later, with `at`")
    }
}

extension Names {
    /// What is wrong with `set NAME = VALUE`, if anything is.
    func fault(in set: Assignment) -> Diagnostic? {
        guard let param = params[set.name.text] else {
            let near = suggestion(for: set.name.text, among: params.keys)
            return Diagnostic(
                .setWithoutParam, "there is no param `\(set.name.text)` to set", at: set.name.range,
                "no `param` has this name",
                help: near.map { "did you mean `\($0)`?" } ?? "declare it with `param`")
        }
        guard let new = set.value, let old = param.value, new.value.unit != old.unit else {
            return nil
        }
        return Diagnostic(
            .setToOtherUnit, "`\(set.name.text)` is \(old.unit.noun)", at: new.range,
            new.value.unit.noun, help: "write \(old.unit.noun), such as `\(old.example)`")
    }
}
