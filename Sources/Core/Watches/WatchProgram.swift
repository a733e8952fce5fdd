import Model
import Plans

/// A watch linked to its stream.
struct WatchProgram: Sendable {
    let plan: WatchPlan
    let stream: Int
    /// The worst first.
    let rungs: [WatchPlan.Rung]
    /// Of each rung what its message shows as value and limit.
    let shown: [Shown?]
    /// Who keeps it quiet.
    let quiet: [Inhibition]
    /// The tags of the stream, by whose order `quiet` goes.
    let tags: [String]

    struct Shown: Sendable {
        /// Of the stream.
        let field: Int
        let limit: Double
    }

    init(_ plan: WatchPlan, among streams: [StreamProgram], in whole: PlanPlaces) {
        guard let stream = streams.firstIndex(where: { $0.plan.name == plan.stream }) else {
            preconditionFailure("the plan watches a stream that it lacks: \(plan.stream)")
        }
        self.plan = plan
        self.stream = stream
        rungs = plan.ladder.reversed()
        let tags = streams[stream].plan.tags.map(\.name)
        self.tags = tags
        quiet = plan.message.unless.compactMap { Inhibition(by: $0, of: tags, in: whole) }
        shown = rungs.map { rung in
            rung.when.firstNumber.map { name, limit in
                Shown(field: streams[stream].place(of: name), limit: limit)
            }
        }
    }

    /// The rungs, the worst first, as one series has to be asked; nil: none can ever hold.
    func asked(of stream: StreamProgram, with tags: Labels) -> [EventTest]? {
        let tests = rungs.map { EventTest($0.when, of: stream, with: tags) }
        return tests.allSatisfy { $0 == .no } ? nil : tests
    }
}

extension Predicate {
    /// The first field that is compared with a number, and the number.
    fileprivate var firstNumber: (field: String, limit: Double)? {
        switch self {
        case .number(let name, _, let limit): (name, limit)
        case .not(let inner): inner.firstNumber
        case .all(let parts), .any(let parts): parts.lazy.compactMap(\.firstNumber).first
        case .always, .tag, .text: nil
        }
    }
}
