import Core
import Model
import Requests

/// Which alerts somebody wants to see, as clients of Alertmanager say it.
///
/// - Source: Alertmanager API v2, `getAlerts` and `getAlertGroups`.
struct AlertFilter {
    var matchers: [Matcher] = []
    /// What the name of a receiver has to be.
    var receiver: TextPattern?
    var isActiveShown = true
    var isSilencedShown = true
    var isInhibitedShown = true

    init(_ form: Form) throws(OrderFault) {
        matchers = try Self.matchers(form)
        if let pattern = form["receiver"], !pattern.isEmpty {
            do throws(PatternFault) { receiver = try TextPattern(pattern) } catch {
                throw OrderFault(error.words(in: pattern))
            }
        }
        isActiveShown = Self.isTrue(form["active"])
        isSilencedShown = Self.isTrue(form["silenced"])
        isInhibitedShown = Self.isTrue(form["inhibited"])
    }

    static func matchers(_ form: Form) throws(OrderFault) -> [Matcher] {
        var matchers: [Matcher] = []
        for text in form.values(of: "filter") { matchers += try SilenceBody.matchers(text) }
        return matchers
    }

    func shows(_ incident: EngineStatus.Incident) -> Bool {
        let isQuiet = !incident.silencedBy.isEmpty || !incident.inhibitedBy.isEmpty
        return !incident.isShadow
            && (isActiveShown || isQuiet)
            && (isSilencedShown || incident.silencedBy.isEmpty)
            && (isInhibitedShown || incident.inhibitedBy.isEmpty)
            && matchers.fit(incident.labels)
    }

    func shows(receiver name: String) -> Bool { receiver?.matches(name) ?? true }

    /// What is not said is true.
    private static func isTrue(_ text: String?) -> Bool {
        guard let text else { return true }
        return ["true", "1", "t", "yes", "y", "on"].contains(text.lowercased())
    }
}
