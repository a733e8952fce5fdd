internal import Model
internal import PluginKit

/// A name and a value of a message's table.
struct Fact {
    var name: String
    var value: String
    /// The same as a time, for services that show it by the reader's clock.
    var time: Timestamp?

    init(_ name: String, _ value: String, at time: Timestamp? = nil) {
        (self.name, self.value, self.time) = (name, value, time)
    }
}

/// Where a message leads to.
struct Hyperlink {
    enum Purpose: String { case acknowledge, incident, runbook }

    var purpose: Purpose
    var name: String
    var url: String

    /// Whether people can go there, and nothing in it ends a link before its time.
    static func isFollowable(_ url: String) -> Bool {
        ["https://", "http://"].contains { url.hasPrefix($0) }
            && url.unicodeScalars.allSatisfy { scalar in
                scalar.value > 0x20 && scalar.value != 0x7F && !scalar.properties.isWhitespace
                    && !scalar.isDirection && !"|<>\"\\^`{}".unicodeScalars.contains(scalar)
            }
    }

    /// In Markdown, where a bracket would end it.
    var markdown: String {
        let url = url.map { $0 == "(" ? "%28" : $0 == ")" ? "%29" : "\($0)" }.joined()
        return "[\(name)](\(url))"
    }
}

extension Story {
    /// Where one acknowledges it, reads more of it, and reads what to do: as far as there is such a
    /// place, and it is not longer than the service takes.
    ///
    /// - Parameter limit: in bytes.
    func links(upTo limit: Int) -> [Hyperlink] {
        var links: [Hyperlink] = []
        if canBeAcknowledged {
            links.append(Hyperlink(.acknowledge, phrases.acknowledge, contact.acknowledgeLink))
        }
        links.append(Hyperlink(.incident, phrases.open, contact.incidentLink))
        links.append(Hyperlink(.runbook, phrases.runbook, notification.runbook))
        return links.filter { $0.url.utf8.count <= limit && Hyperlink.isFollowable($0.url) }
    }

    private var canBeAcknowledged: Bool {
        switch notification.kind {
        case .opened, .escalated, .eased, .repeated, .flapping, .unacknowledged: true
        case .resolved, .occurred, .acknowledged, .announced: false
        }
    }

    /// Where a picture of the KPI is, if there is one that the service can fetch.
    ///
    /// - Parameter isSecure: whether the service takes pictures over HTTPS alone.
    func picture(upTo limit: Int, isSecure: Bool = false) -> String? {
        let link = contact.pictureLink
        guard link.utf8.count <= limit, Hyperlink.isFollowable(link) else { return nil }
        return isSecure && !link.hasPrefix("https://") ? nil : link
    }

    var facts: [Fact] {
        if let bulletin = notification.bulletin {
            return BulletinText(bulletin, notification.tongue).facts
        }
        let facts = figureFacts + timeFacts + stateFacts
        let room = max(0, Self.factsShown - facts.count)
        return facts + notification.labels.pairs.prefix(room).map { Fact($0.name, $0.value) }
    }

    private var figureFacts: [Fact] {
        let (unit, tongue) = (notification.unit, notification.tongue)
        let value = notification.value.map { unit.text($0, in: tongue) } ?? tongue.noValue
        var facts = [Fact(phrases.value, value + notification.assuranceText)]
        if let limit = notification.limit {
            facts.append(Fact(phrases.limit, unit.text(limit, in: tongue)))
        }
        if let expected = notification.expected {
            facts.append(Fact(phrases.usual, unit.text(expected, in: tongue)))
        }
        return facts
    }

    private var timeFacts: [Fact] {
        let (start, tongue) = (notification.openedAt, notification.tongue)
        let name = notification.kind == .occurred ? phrases.at : phrases.since
        var facts = [Fact(name, start.minuteText(in: tongue), at: start)]
        if notification.kind == .resolved {
            let length = notification.at - start
            facts.append(Fact(phrases.lasted, Unit.duration.text(length.seconds, in: tongue)))
        }
        return facts
    }

    /// What one event does not have.
    private var stateFacts: [Fact] {
        guard notification.kind != .occurred else { return [] }
        let tongue = notification.tongue
        let samples = Unit.count.text(Double(notification.samples), in: tongue)
        let now = notification.state.word(in: tongue)
        let before = notification.previous.word(in: tongue)
        // That it was well before is nothing to tell.
        let isPlain = [notification.state, .ok, .pending].contains(notification.previous)
        let state = isPlain ? now : "\(now), \(phrases.was) \(before)"
        return [Fact(phrases.samples, samples), Fact(phrases.state, state)]
    }
}

extension Hyperlink {
    init(_ purpose: Purpose, _ name: String, _ url: String) {
        (self.purpose, self.name, self.url) = (purpose, name, url)
    }
}
