import Core
import Model
import Requests

/// What can be asked of the present as one asks Prometheus: numbers, such as the `1+1` by which
/// Grafana tries a data source, and the incidents that are open, `ALERTS{severity="critical"}`.
///
/// - Source: Prometheus, "HTTP API", instant queries; "Alerting rules" for `ALERTS`.
struct InstantQuery {
    private enum Question {
        case number(Double)
        case alerts([Matcher])
    }

    private let question: Question
    private let time: Timestamp

    /// - Parameters:
    ///   - form: with `query` and `time`, which is now if it is missing.
    ///   - now: what is asked of a time further away than `Limits.presentForQueries` is refused.
    init(_ form: Form, at now: Timestamp) throws(OrderFault) {
        time = try Self.time(form["time"], at: now)
        question = try Self.question(form["query"] ?? "")
    }

    private static func time(_ text: String?, at now: Timestamp) throws(OrderFault) -> Timestamp {
        guard let text else { return now }
        let seconds = Double(text).flatMap { $0.magnitude < 1e10 ? $0 : nil }
        let read = seconds.map { Timestamp(nanoseconds: Int64($0 * 1e9)) } ?? Timestamp(text)
        guard let read else { throw OrderFault("`time` is no time: `\(text)`") }
        let distance = read < now ? now - read : read - now
        guard distance <= Limits.presentForQueries else {
            throw OrderFault("Vigie keeps no series: only the present can be asked for")
        }
        return read
    }

    private static func question(_ text: String) throws(OrderFault) -> Question {
        let text = text.drop(while: \.isWhitespace)
        if text.hasPrefix("ALERTS") {
            let rest = text.dropFirst("ALERTS".count).drop(while: \.isWhitespace)
            if rest.isEmpty { return .alerts([]) }
            if rest.first == "{" { return .alerts(try SilenceBody.matchers(String(rest))) }
        }
        let terms = text.filter { !$0.isWhitespace }
            .split(separator: "+", omittingEmptySubsequences: false)
        let numbers = terms.compactMap { Double($0) }
        guard numbers.count == terms.count else {
            throw OrderFault(
                "Vigie keeps no series: what can be asked for is `ALERTS{…}` and sums of numbers")
        }
        return .number(numbers.reduce(0, +))
    }

    func answer(_ view: PrometheusView) -> JSON {
        switch question {
        case .number(let number):
            ["resultType": "scalar", "result": sample(number)]
        case .alerts(let matchers):
            [
                "resultType": "vector",
                "result": .array(
                    view.activeAlerts.filter { matchers.fit($0) }
                        .map { ["metric": $0.json, "value": sample(1)] }),
            ]
        }
    }

    /// A number is written as a text, for JSON has no infinity.
    private func sample(_ number: Double) -> JSON {
        let whole = number.magnitude < 1e15 && number == number.rounded()
        return [
            .number(Double(time.nanoseconds) / 1e9),
            .text(whole ? "\(Int64(number))" : "\(number)"),
        ]
    }
}
