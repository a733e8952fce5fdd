import Core
import Language
import Model
import Plans

/// One alert of the rules, as it is shown to those who ask in the way of Prometheus.
struct RuleCard: Equatable, Sendable {
    var file: String
    var name: String
    /// As it stands in its file.
    var text: String
    /// The longest that one of its conditions must hold.
    var lasting: Interval
    /// How often it is judged; zero: on each event.
    var every: Interval
    var labels: Labels
    var annotations: Labels
    /// Whether it is never told.
    var isShadow: Bool
    /// By what its incidents differ; a watch has those of its stream.
    var tags: [String] = []
}

extension RuleCard {
    /// Whether an incident of it may have labels that all of these fit.
    func mayFit(_ matchers: [Matcher]) -> Bool {
        let known = Labels([.init("alertname", name), .init("alert", name)] + labels.pairs)
        return matchers.mayFit(known, with: tags)
    }
}

extension RuleCard {
    /// All alerts of a plan, in the order of the sources that it was made of.
    static func cards(of plan: Plan, in sources: [SourceText]) -> [RuleCard] {
        NameIndex(sources).outlines.filter { $0.symbol.kind == .alert }.compactMap { outline in
            let source = sources[outline.whole.file]
            let bytes = Array(source.text.utf8)[outline.whole.start..<outline.whole.end]
            let text = String(decoding: bytes, as: UTF8.self)
            if let alert = plan.alert(outline.symbol.name) {
                return RuleCard(alert, on: plan.kpi(alert.kpi), file: source.path, text: text)
            }
            return plan.watch(outline.symbol.name).map {
                RuleCard($0, on: plan.stream($0.stream), file: source.path, text: text)
            }
        }
    }

    private init(_ alert: AlertPlan, on kpi: KPIPlan?, file: String, text: String) {
        self.init(
            file: file, name: alert.name, text: text,
            lasting: alert.ladder.map(\.when.lasting).max() ?? .zero,
            every: kpi?.every ?? .zero,
            labels: Self.labels(of: alert.message, alert.ladder.map(\.severity), kpi: alert.kpi),
            annotations: Self.annotations(of: alert.message, title: kpi?.title ?? ""),
            isShadow: alert.message.isShadow, tags: kpi?.by ?? [])
    }

    private init(_ watch: WatchPlan, on stream: StreamPlan?, file: String, text: String) {
        self.init(
            file: file, name: watch.name, text: text, lasting: .zero, every: .zero,
            labels: Self.labels(of: watch.message, watch.ladder.map(\.severity), kpi: ""),
            annotations: Self.annotations(of: watch.message, title: watch.stream),
            isShadow: watch.message.isShadow, tags: stream?.tags.map(\.name) ?? [])
    }

    private static func labels(of message: MessagePlan, _ severities: [Severity], kpi: String)
        -> Labels
    {
        let own = [
            Labels.Pair("kpi", kpi), .init("owner", message.owner),
            .init("severity", severities.count == 1 ? severities[0].name : ""),
        ]
        return Labels(own.filter { !$0.value.isEmpty } + message.labels.pairs)
    }

    private static func annotations(of message: MessagePlan, title: String) -> Labels {
        let all = [("title", title), ("runbook_url", message.runbook)]
        return Labels(all.filter { !$0.1.isEmpty }.map { Labels.Pair($0.0, $0.1) })
    }
}
