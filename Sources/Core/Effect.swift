public import Model
public import PluginKit

/// All that is asked of the world.
public enum Effect: Sendable {
    /// The answer to whoever sent the lines of that ticket.
    case receipt(UInt64, Receipt)
    /// What came of the order of that ticket.
    case answer(UInt64, OrderAnswer)
    /// An alert changed its state: for the log, the history and the backtest.
    case transition(Transition)
    /// Try this delivery now; the answer comes back as `.reply`.
    case send(Delivery)
    /// Something that an operator should read in the log.
    case say(Remark)
}

/// A fact worth a line in the log; the words are made where they are printed.
public enum Remark: Equatable, Sendable {
    case rulesLoaded(kpis: Int, alerts: Int)
    case rulesRefused
    case groupLimitReached(kpi: String, limit: Int)
    case seriesLimitReached(limit: Int)
    /// More events of a KPI wait for others to follow them than can be remembered.
    case openersForgotten(kpi: String, limit: Int)
    /// Lines of a sender that gets no answer were refused: how many, and the first that was.
    case linesRefused(Source, count: Int, first: Receipt.Complaint)
    case deliveryRefused(id: String, contact: String, reason: String)
    case deliveryExpired(id: String, contact: String)
    /// Messages for a contact that the settings no longer have: they stay in the outbox as refused.
    case contactGone(contact: String, ids: [String])
    /// More events in one second than an alert on each tells of; said the first time.
    case tooManyOccurrences(alert: String)
}

/// One step of one group on the ladder of one alert.
public struct Transition: Equatable, Sendable {
    /// The pane end at which it was judged; of an alert on each event, the event's time.
    public var time: Timestamp
    public var alert: String
    /// Empty of an alert on each event.
    public var kpi: String
    public var group: Labels
    public var from: AlertState
    public var to: AlertState
    public var value: Double?
    public var limit: Double?
    public var unit: Unit
    public var samples: Int
    public var incident: String
    /// Why an incident ended: `recovered`, `no data`, `rule removed`, `one event`; empty else.
    public var reason: String

    /// Of an alert on each event: it goes there and back at once.
    public var isOfOneEvent: Bool { kpi.isEmpty }
}

/// A message on its way to one contact.
public struct Delivery: Equatable, Sendable {
    /// Stable over replay and restart: (incident, step, contact). Receivers recognise a repeat by
    /// it.
    public var id: String
    public var contact: String
    public var notification: Notification
    /// Tries begun so far, this one included.
    public var attempts: Int
    /// By what the service knows the message that told of the incident before; empty: it does not.
    public var handle = ""

    /// Whether nothing will follow it.
    public var standsAlone: Bool { notification.kind == .occurred }
}
