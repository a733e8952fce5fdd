import Model
import Plans

/// The runs of one test: one, or many with drawn values and a search for the smallest that fails.
struct Trials {
    private let runner: TestRunner
    private let test: TestPlan
    private let plan: Plan
    private let clock: WallClock
    private let path: String
    private let start: Timestamp
    private let end: Timestamp

    init(
        _ runner: TestRunner, _ test: TestPlan, _ plan: Plan, _ clock: WallClock, path: String
    ) {
        self.runner = runner
        self.test = test
        self.plan = plan
        self.clock = clock
        self.path = path
        start = test.start
        end = start + test.length(under: plan)
    }

    func report() -> TestReport {
        var report = TestReport(test, in: path, by: clock)
        guard !test.draws.isEmpty else {
            report.failures = failures(with: [])
            report.runs = 1
            return report
        }
        let ranges = test.draws.map(DrawRange.init)
        var pick = DrawPick(ranges, seed: StableHash(test.name).value)
        for run in 0..<test.runs {
            report.runs += 1
            let drawn = pick.draw(run)
            let found = failures(with: values(drawn, ranges))
            guard let first = found.first else { continue }
            shrink(drawn, ranges, breaking: first, into: &report)
            break
        }
        return report
    }

    private func shrink(
        _ drawn: [Int64], _ ranges: [DrawRange], breaking first: Failure,
        into report: inout TestReport
    ) {
        let smallest = smallest(from: drawn, atMost: Limits.shrinkingRuns) { candidate in
            failures(with: values(candidate, ranges)).contains {
                $0.expectation == first.expectation
            }
        }
        let example = values(smallest, ranges)
        report.failures = failures(with: example)
        report.example = zip(test.draws, example).map {
            TestReport.Drawn(name: $0.name, value: $1, unit: $0.unit)
        }
    }

    private func values(_ drawn: [Int64], _ ranges: [DrawRange]) -> [Double] {
        zip(ranges, drawn).map { $0.value($1) }
    }

    private func failures(with draws: [Double]) -> [Failure] {
        let lines = FeedWriter(test: test, plan: plan, start: start, draws: draws).lines()
        let stage = Stage(
            plan, book: runner.book, with: runner.registry, from: start, to: end,
            watching: plan.kpis.filter { test.concerns($0, in: plan) })
        let witness = stage.play(lines)
        let review = Review(witness, of: test, plan)
        return test.expectations.flatMap { review.failures(of: $0) }
    }
}

extension TestPlan {
    /// When the last event has arrived, after the beginning.
    var feedsEnd: Interval { feeds.map(\.end).max() ?? .zero }

    /// How long it has to go on until all is decided.
    func length(under plan: Plan) -> Interval {
        let ends = expectations.map { expectation -> Interval in
            switch expectation.claim {
            case .state(_, _, .at(let moment)): return moment
            case .value(_, _, let moment): return moment ?? feedsEnd
            default: break
            }
            return expectation.claim.end
                ?? feedsEnd + reach(of: expectation.claim, plan) + Limits.testTail
        }
        return min(max(feedsEnd, ends.max() ?? .zero), Limits.testLength + Limits.testTail)
    }

    /// How long after a cause its last effect can show.
    private func reach(of claim: ExpectationPlan.Claim, _ plan: Plan) -> Interval {
        let name = claim.alert
        let alerts = plan.alerts.filter { name == nil || $0.name == name }
        return alerts.map { alert in
            let kpi = plan.kpi(alert.kpi)
            return (kpi?.over ?? .zero) + (kpi?.settle ?? .zero) + alert.patience
        }.max() ?? .zero
    }

    /// Whether a claim asks for the values of a KPI, or for an alert on it.
    func concerns(_ kpi: KPIPlan, in plan: Plan) -> Bool {
        expectations.contains { expectation in
            if case .value(let subject, _, _) = expectation.claim {
                return subject.name == kpi.name
            }
            return expectation.claim.alert.flatMap(plan.alert)?.kpi == kpi.name
        }
    }
}

extension ExpectationPlan.Claim {
    /// The alert that it is about, if it names one.
    var alert: String? {
        switch self {
        case .state(let subject, _, _), .never(let subject, _, _): subject.name
        case .value, .told: nil
        }
    }
}

extension AlertPlan {
    /// The longest that any of its clauses waits.
    fileprivate var patience: Interval {
        var longest = ladder.map(\.when.lasting).max() ?? .zero
        if let recover { longest = max(longest, recover.lasting) }
        if case .alarm(_, let after) = noData { longest = max(longest, after) }
        return longest
    }
}
