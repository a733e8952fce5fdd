public import Model

/// A time in which certain alerts are not told.
///
/// - Source: Alertmanager API v2, `gettableSilence`; `calendar` is Vigie's own.
public struct Silence: Equatable, Sendable {
    /// In the form of a UUID, as clients of Alertmanager expect it; of what was asked and when, so
    /// that a replay makes the same.
    public var id: String
    public var matchers: [Matcher]
    public var startsAt: Timestamp
    public var endsAt: Timestamp
    public var createdBy: String
    public var comment: String
    public var updatedAt: Timestamp
    /// In whose open hours alone it is quiet; empty: all the time.
    public var calendar: String
    /// Whether it keeps quiet now, as contacts were told.
    var isQuiet = false

    public enum Phase: String, Sendable { case pending, active, expired }

    public func phase(at now: Timestamp) -> Phase {
        now < startsAt ? .pending : now < endsAt ? .active : .expired
    }
}

/// What a label has to be. A label that is missing counts as empty.
///
/// - Source: Alertmanager, `pkg/labels`; a pattern has to fit the whole value.
public struct Matcher: Equatable, Sendable {
    public var name: String
    public var value: String
    public var isRegex: Bool
    /// False: it fits what this is not.
    public var isEqual: Bool
    /// Of `value`, where that is one.
    private let pattern: TextPattern?

    /// - Errors: a pattern that cannot be read.
    public init(
        _ name: String, _ value: String, isRegex: Bool = false, isEqual: Bool = true
    ) throws(PatternFault) {
        self.name = name
        self.value = value
        self.isRegex = isRegex
        self.isEqual = isEqual
        pattern = isRegex ? try TextPattern(value) : nil
    }

    public func fits(_ labels: Labels) -> Bool { fits(labels[name] ?? "") }

    func fits(_ actual: String) -> Bool {
        (pattern?.matches(actual) ?? (actual == value)) == isEqual
    }
}

extension Matcher: CustomStringConvertible {
    /// As it is written for `amtool`: `team=~"a|b"`.
    public var description: String {
        let sign = isEqual ? (isRegex ? "=~" : "=") : (isRegex ? "!~" : "!=")
        return "\(name)\(sign)\"\(value)\""
    }
}

extension [Matcher] {
    /// Whether all of them fit.
    public func fit(_ labels: Labels) -> Bool { allSatisfy { $0.fits(labels) } }

    /// Whether an incident of an alert may have labels that all of them fit, of which these are
    /// known: what its tags and its severity will be nobody knows.
    public func mayFit(_ known: Labels, with tags: [String]) -> Bool {
        allSatisfy { $0.name == "severity" || tags.contains($0.name) || $0.fits(known) }
    }
}
