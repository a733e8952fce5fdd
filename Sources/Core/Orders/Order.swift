public import Model

/// What a person, or a program for one, asks of the engine while it runs.
///
/// Like lines it is an event, in the journal before it counts; whoever gave it hears what came of
/// it by an `OrderAnswer`.
public enum Order: Equatable, Sendable {
    case acknowledge(Acknowledgement)
    case silence(SilenceRequest)
    /// Ends a silence, or takes one back that has not begun.
    case expire(silence: String, by: String)
    /// Alerts that somebody else raised, as Prometheus sends them.
    case alerts([ReceivedAlert])
}

/// Somebody has an incident in hand.
public struct Acknowledgement: Equatable, Sendable {
    /// Its whole id.
    public var incident: String
    public var by: String
    public var comment: String
    /// The link that was pressed, by its own name: each counts once. Empty: it was no link.
    public var link: String
    /// To whom the link was sent: what its message told besides is acknowledged with it.
    public var contact: String

    public init(
        incident: String, by: String, comment: String = "", link: String = "",
        contact: String = ""
    ) {
        self.incident = incident
        self.by = by
        self.comment = comment
        self.link = link
        self.contact = contact
    }
}

/// A silence as it is asked for.
public struct SilenceRequest: Equatable, Sendable {
    /// Of the silence that it takes the place of; empty: a new one.
    public var id: String
    public var matchers: [Matcher]
    public var startsAt: Timestamp
    public var endsAt: Timestamp
    public var by: String
    public var comment: String
    /// In whose open hours alone it is quiet; empty: all the time.
    public var calendar: String

    public init(
        id: String = "", matchers: [Matcher], startsAt: Timestamp, endsAt: Timestamp, by: String,
        comment: String, calendar: String = ""
    ) {
        self.id = id
        self.matchers = matchers
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.by = by
        self.comment = comment
        self.calendar = calendar
    }
}

/// An alert that somebody else raised.
///
/// - Source: Alertmanager API v2, `postableAlert`.
public struct ReceivedAlert: Equatable, Sendable {
    public var labels: Labels
    public var annotations: Labels
    /// nil: now.
    public var startsAt: Timestamp?
    /// When it is over unless it is sent again; nil: after `Limits.receivedAlertAge`.
    public var endsAt: Timestamp?
    public var generatorURL: String

    public init(
        labels: Labels, annotations: Labels = Labels(), startsAt: Timestamp? = nil,
        endsAt: Timestamp? = nil, generatorURL: String = ""
    ) {
        self.labels = labels
        self.annotations = annotations
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.generatorURL = generatorURL
    }
}

/// What came of an order.
public enum OrderAnswer: Equatable, Sendable {
    /// With the id of the silence that was made, or of the incident.
    case done(String)
    case refused(OrderRefusal)
}

public enum OrderRefusal: Equatable, Sendable {
    case unknownIncident(String)
    case incidentIsOver(String)
    /// Somebody has it in hand already.
    case acknowledgedBy(String)
    case linkWasUsed
    case unknownSilence(String)
    case silenceIsOver(String)
    case noMatchers
    /// Each of its matchers fits what lacks the label, so that it would silence everything.
    case matchesEverything
    case badPattern(String, PatternFault)
    case endsBeforeStart
    case endsInThePast
    case noAuthor
    case noComment
    case unknownCalendar(String)
    case tooManySilences(limit: Int)
    case tooManyAlerts(limit: Int)
    /// The journal takes nothing at this time.
    case notWritten(String)
    /// An alert without a label that is not empty.
    case noLabels
}
