import Core
import Model
public import Plans

/// Compares what was expected with what was seen.
struct Review {
    private let witness: Witness
    private let test: TestPlan
    private let plan: Plan
    /// When the last event of the feeds has arrived.
    private let feedsEnd: Timestamp

    init(_ witness: Witness, of test: TestPlan, _ plan: Plan) {
        self.witness = witness
        self.test = test
        self.plan = plan
        feedsEnd = witness.start + test.feedsEnd
    }

    /// One for each group of which it is not true.
    func failures(of expectation: ExpectationPlan) -> [Failure] {
        switch expectation.claim {
        case .state(let subject, let wanted, let when):
            return failures(of: expectation, subject) { fault(in: $0, wanted, when) }
        case .never(let subject, let wanted, let stretch):
            return failures(of: expectation, subject) { never(in: $0, wanted, stretch) }
        case .value(let subject, let expected, let moment):
            return values(expectation, subject, expected, at: moment)
        case .told(let telling): return told(expectation, telling)
        }
    }

    private func failure(_ expectation: ExpectationPlan, _ fault: Failure.Fault) -> Failure {
        Failure(
            expectation: expectation, fault: fault, span: witness.start...witness.end,
            refused: witness.refused, firstRefusal: witness.firstRefusal)
    }

    // MARK: - States

    /// The states of one group of an alert, in order of time; it begins as `ok`.
    private struct Life {
        var group: Labels
        var steps: [(time: Timestamp, state: AlertState)]

        func state(at time: Timestamp) -> AlertState {
            steps.last { $0.time <= time }?.state ?? .ok
        }

        /// The state at the beginning of a stretch, and all that it came to in it.
        func states(from: Timestamp, to: Timestamp) -> [(time: Timestamp, state: AlertState)] {
            [(from, state(at: from))] + steps.filter { $0.time >= from && $0.time <= to }
        }
    }

    private func failures(
        of expectation: ExpectationPlan, _ subject: ExpectationPlan.Subject,
        _ fault: (Life) -> Failure.Fault?
    ) -> [Failure] {
        let seen = witness.groups(of: subject.name, in: plan)
        var groups = seen.filter { $0.has(subject.group) }
        // Of an alert on each event a group shows only where it told of one.
        if groups.isEmpty, feedsMatch(subject) { groups = [subject.group] }
        guard !groups.isEmpty else {
            return [failure(expectation, .noSuchGroup(seen: seen))]
        }
        return groups.compactMap { group in
            let story = witness.story(of: subject.name, group)
            let life = Life(group: group, steps: story.map { ($0.time, $0.to) })
            guard let fault = fault(life) else { return nil }
            var failure = failure(expectation, fault)
            failure.group = group
            failure.story = story
            if let alert = plan.alert(subject.name) {
                failure.course = witness.book[alert.kpi].first { $0.group == group }
                failure.limits = alert.plotLimits
            }
            return failure
        }
    }

    private func feedsMatch(_ subject: ExpectationPlan.Subject) -> Bool {
        guard let watch = plan.watches.first(where: { $0.name == subject.name }) else {
            return false
        }
        return test.feeds.contains { feed in
            feed.stream == watch.stream
                && subject.group.pairs.allSatisfy { feed.canHave($0.name, $0.value) }
        }
    }

    private func fault(
        in life: Life, _ wanted: ExpectationPlan.Wanted, _ when: ExpectationPlan.When
    ) -> Failure.Fault? {
        switch when {
        case .at(let moment):
            let time = witness.start + moment
            let state = life.state(at: time)
            return wanted.fits(state) ? nil : .was(state, at: time)
        case .within(let stretch):
            let (from, to) = times(stretch)
            let became = life.states(from: from, to: to).contains { wanted.fits($0.state) }
            return became ? nil : .neverBecame(from: from, to: to)
        case .throughout(let stretch):
            let (from, to) = times(stretch)
            let other = life.states(from: from, to: to).first { !wanted.fits($0.state) }
            return other.map { .was($0.state, at: $0.time) }
        }
    }

    private func never(
        in life: Life, _ wanted: ExpectationPlan.Wanted, _ stretch: ExpectationPlan.Stretch
    ) -> Failure.Fault? {
        let (from, to) = times(stretch)
        let found = life.states(from: from, to: to).first { wanted.fits($0.state) }
        return found.map { .was($0.state, at: $0.time) }
    }

    private func times(_ stretch: ExpectationPlan.Stretch) -> (Timestamp, Timestamp) {
        (witness.start + stretch.from, stretch.to.map { witness.start + $0 } ?? witness.end)
    }

    // MARK: - Values

    private func values(
        _ expectation: ExpectationPlan, _ subject: ExpectationPlan.Subject,
        _ expected: ExpectationPlan.Expected, at moment: Interval?
    ) -> [Failure] {
        let time = moment.map { witness.start + $0 } ?? feedsEnd
        let seen = witness.book[subject.name]
        let courses = seen.filter { $0.group.has(subject.group) }
        guard !courses.isEmpty else {
            // A group that never came has no value: that may be what is expected.
            if expected == .none, seen.isEmpty { return [] }
            return [failure(expectation, .noSuchGroup(seen: seen.map(\.group)))]
        }
        return courses.compactMap { course in
            let value = course.point(at: time)?.value
            guard !expected.fits(value) else { return nil }
            var failure = failure(expectation, .valued(value, at: time))
            failure.group = course.group
            failure.course = course
            return failure
        }
    }

    // MARK: - Messages

    private func told(_ expectation: ExpectationPlan, _ telling: ExpectationPlan.Telling)
        -> [Failure]
    {
        let (from, to) = times(telling.stretch)
        let meant = witness.messages.filter {
            telling.contact == nil || $0.contact == telling.contact
        }
        let count = meant.count { message in
            message.time >= from && message.time <= to
                && telling.containing.allSatisfy { message.text.contains($0) }
        }
        if let times = telling.times, count == times { return [] }
        if telling.times == nil, count > 0 { return [] }
        var failure = failure(expectation, .told(count, from: from, to: to))
        failure.messages = meant.map {
            Failure.Message(time: $0.time, contact: $0.contact, text: $0.text)
        }
        return [failure]
    }
}

extension Labels {
    /// Whether all pairs of the other are among these.
    fileprivate func has(_ other: Labels) -> Bool {
        other.pairs.allSatisfy { self[$0.name] == $0.value }
    }
}

extension FeedPlan {
    fileprivate func canHave(_ tag: String, _ value: String) -> Bool {
        guard let column = tags.first(where: { $0.name == tag }),
            case .texts(let texts) = column.course.shape
        else { return value.isEmpty }
        return texts.contains { $0 == value || $0.contains("{n}") }
    }
}

extension ExpectationPlan.Expected {
    fileprivate func fits(_ value: Double?) -> Bool {
        switch self {
        case .none: return value == nil
        case .number(let comparison, let wanted, let tolerance):
            guard let value else { return false }
            // What sums and shares lose to rounding is no difference.
            let around = max(tolerance, abs(wanted) * 1e-9)
            switch comparison {
            case .equal: return abs(value - wanted) <= around
            case .notEqual: return abs(value - wanted) > around
            default: return comparison.holds(value, wanted)
            }
        }
    }
}

extension AlertPlan {
    /// The numbers that its rungs compare the value with.
    public var plotLimits: [PlotLimit] {
        ladder.flatMap { rung in
            rung.when.condition.limits.map { PlotLimit(name: rung.severity.name, value: $0) }
        }
    }
}

extension Condition {
    fileprivate var limits: [Double] {
        switch self {
        case .compare(.value, _, .number(let limit)), .compare(.number(let limit), _, .value):
            [limit]
        case .confident(.value, _, .number(let limit), _),
            .confident(.number(let limit), _, .value, _):
            [limit]
        case .compare, .confident, .silent, .anomalous: []
        case .not(let inner): inner.limits
        case .all(let parts), .any(let parts): parts.flatMap(\.limits)
        }
    }
}
