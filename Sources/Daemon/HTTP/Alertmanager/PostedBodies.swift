import Core
import Model

/// - Source: Alertmanager API v2, `postableSilence`.
struct PostedSilence: Decodable {
    var id: String?
    var matchers: [SilenceBody.Part]
    var startsAt: WrittenTime
    var endsAt: WrittenTime
    var createdBy: String
    var comment: String

    func request(at now: Timestamp) throws(OrderFault) -> SilenceRequest {
        guard let end = endsAt.time else { throw OrderFault("`endsAt` is no time") }
        var matchers: [Matcher] = []
        for part in self.matchers { matchers.append(try SilenceBody.matcher(part)) }
        return SilenceRequest(
            id: id ?? "", matchers: matchers, startsAt: startsAt.time ?? now, endsAt: end,
            by: try bounded(createdBy, "createdBy"), comment: try bounded(comment, "comment"))
    }
}

/// - Source: Alertmanager API v2, `postableAlert`.
struct PostedAlert: Decodable {
    var labels: [String: String]
    var annotations: [String: String]?
    var startsAt: WrittenTime?
    var endsAt: WrittenTime?
    var generatorURL: String?

    /// Labels without a value are as good as none.
    func alert() throws(OrderFault) -> ReceivedAlert {
        let labels = Self.sorted(labels)
        guard !labels.isEmpty else { throw OrderFault(OrderRefusal.noLabels.words) }
        if let start = startsAt?.time, let end = endsAt?.time, end < start {
            throw OrderFault("an alert ends after it starts")
        }
        return ReceivedAlert(
            labels: labels, annotations: Self.sorted(annotations ?? [:]),
            startsAt: startsAt?.time, endsAt: endsAt?.time, generatorURL: generatorURL ?? "")
    }

    private static func sorted(_ texts: [String: String]) -> Labels {
        Labels(
            texts.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
                .map { Labels.Pair($0.key, $0.value) })
    }
}
