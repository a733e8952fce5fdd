import Core
import Model
import Plans

/// A report in words: what was expected, what came instead and when, and how it came to that.
extension TestReport {
    /// Of a test that failed, for a terminal; empty where it passed.
    public var text: String { details.joined(separator: "\n") }

    /// The first sentence of it.
    public var headline: String {
        unready ?? failures.first.map { $0.sentence(by: clock) } ?? ""
    }

    private var details: [String] {
        if let unready { return ["\(path):\(test.line): \(unready)"] }
        var lines = counterExample.map { [$0] } ?? []
        var shown: Set<ExpectationPlan.Subject> = []
        for (expectation, group) in failuresByExpectation {
            lines.append("\(path):\(expectation.line): \(expectation.text)")
            for failure in group.prefix(Self.groupsShown) {
                lines.append("  " + failure.sentence(by: clock))
                lines += messages(of: failure)
                let isNew = failure.subject.map { shown.insert($0).inserted } ?? false
                if isNew { lines += course(of: failure) }
            }
            let more = group.count - Self.groupsShown
            if more > 0 { lines.append("  and so it is of \(more) more groups") }
        }
        return lines + refusals
    }

    private var counterExample: String? {
        guard !example.isEmpty else { return nil }
        let values = example.map { "\($0.name) = \($0.written)" }.joined(separator: ", ")
        let before =
            switch runs {
            case 1: "at the first run"
            case 2: "after one run without a failure"
            default: "after \(runs - 1) runs without a failure"
            }
        return "it fails with \(values), \(before)"
    }

    private var failuresByExpectation: [(ExpectationPlan, [Failure])] {
        test.expectations.compactMap { expectation in
            let found = failures.filter { $0.expectation == expectation }
            return found.isEmpty ? nil : (expectation, found)
        }
    }

    private var refusals: [String] {
        guard let failure = failures.first(where: { $0.refused > 0 }) else { return [] }
        return [
            "\(failure.refused) of the events fed did not count; of the first it was said: "
                + failure.firstRefusal
        ]
    }

    /// What became of the alert, and the KPI's values as a plot.
    private func course(of failure: Failure) -> [String] {
        var lines: [String] = []
        if !failure.story.isEmpty {
            lines.append("  what became of it:")
            lines += failure.story.prefix(Self.messagesShown).map { "    " + $0.text(by: clock) }
            let more = failure.story.count - Self.messagesShown
            if more > 0 { lines.append("    and \(more) steps more") }
        }
        guard let course = failure.course else { return lines }
        let plot = Plot(course, limits: failure.limits, over: failure.span, clock: clock)
        lines.append("  \(ExpectationPlan.Subject(course.kpi, course.group)):")
        return lines + plot.lines.map { "    " + $0 }
    }

    private func messages(of failure: Failure) -> [String] {
        guard !failure.messages.isEmpty else { return [] }
        let told = failure.messages.prefix(Self.messagesShown).map { "    " + $0.text(by: clock) }
        let more = failure.messages.count - Self.messagesShown
        return ["  what was told:"] + told + (more > 0 ? ["    and \(more) more"] : [])
    }

    private static let groupsShown = 3
    private static let messagesShown = 8
}

extension TestReport.Drawn {
    /// As it could be typed in again.
    var written: String {
        switch unit {
        case .duration: "\(Interval(nanoseconds: Int64((value * 1e9).rounded())))"
        default: unit.text(value)
        }
    }
}

extension Failure {
    /// What came instead.
    func sentence(by clock: WallClock) -> String {
        let name = subject.map(\.description) ?? ""
        switch fault {
        case .noSuchGroup(let seen): return noSuchGroup(seen)
        case .neverBecame(let from, let to):
            return "\(name) was never \(wanted) from \(clock.text(from)) to \(clock.text(to))"
                + first(after: to, clock)
        case .was(let state, let time):
            return "\(name) was \(state.words) at \(clock.text(time))"
        case .valued(let value, let time):
            let unit = course?.unit ?? .number
            return "\(name) was \(value.map(unit.text) ?? "without a value") at "
                + clock.text(time)
        case .told(let count, let from, let to): return told(count, from, to, clock)
        }
    }

    /// The alert or KPI with the group of which it is true.
    fileprivate var subject: ExpectationPlan.Subject? {
        switch expectation.claim {
        case .state(let subject, _, _), .never(let subject, _, _), .value(let subject, _, _):
            ExpectationPlan.Subject(subject.name, group)
        case .told: nil
        }
    }

    private var wanted: String {
        if case .state(_, let wanted, _) = expectation.claim { return "\(wanted)" }
        return ""
    }

    private func noSuchGroup(_ seen: [Labels]) -> String {
        guard let subject else { return "" }
        guard !seen.isEmpty else { return "`\(subject.name)` has seen no group at all" }
        let shown = seen.prefix(8).map { "{\($0)}" }.joined(separator: ", ")
        let more = seen.count > 8 ? " and \(seen.count - 8) more" : ""
        return "no group has these tags; `\(subject.name)` has seen \(shown)\(more)"
    }

    /// Where it came after all, too late.
    private func first(after time: Timestamp, _ clock: WallClock) -> String {
        guard case .state(_, let wanted, _) = expectation.claim,
            let late = story.first(where: { $0.time > time && wanted.fits($0.to) })
        else { return "" }
        return "; it was so at \(clock.text(late.time)), \(late.time - time) later"
    }

    private func told(_ count: Int, _ from: Timestamp, _ to: Timestamp, _ clock: WallClock)
        -> String
    {
        guard case .told(let telling) = expectation.claim else { return "" }
        let who = telling.contact.map { "\"\($0)\"" } ?? (count == 0 ? "nobody" : "somebody")
        let what = telling.containing.isEmpty ? "" : " with these words"
        let often =
            count == 0 ? "was not told" : count == 1 ? "was told once" : "was told \(count) times"
        return "\(who) \(often)\(what) from \(clock.text(from)) to \(clock.text(to))"
    }
}

extension Transition {
    fileprivate func text(by clock: WallClock) -> String {
        var text = "\(clock.text(time))  \(from.words) → \(to.words)"
        text += ", at \(value.map(unit.text) ?? "no value")"
        if let limit { text += ", the limit is \(unit.text(limit))" }
        if samples > 0 { text += " (\(samples) \(samples == 1 ? "sample" : "samples"))" }
        return text + (reason.isEmpty || reason == "recovered" ? "" : ", because of \(reason)")
    }
}

extension Failure.Message {
    fileprivate func text(by clock: WallClock) -> String {
        "\(clock.text(time))  \"\(contact)\": \(text)"
    }
}

extension AlertState {
    /// As the rules write it.
    var words: String { self == .noData ? "no data" : name }
}
