/// Bounds of what comes in from the network.
extension Limits {
    /// Bytes of one door that wait for the engine. Beyond: TCP and unix senders are not read from,
    /// HTTP senders are told to come back, datagrams are lost and counted.
    public static let inboxBytes = 32 << 20
    /// Batches of one door that wait for the engine. Beyond: as for `inboxBytes`.
    public static let inboxBatches = 16_384
    /// How long lines may have to wait for the engine at the pace that it keeps. Beyond: as for
    /// `inboxBytes`; what it cannot do in time is better kept by those who sent it.
    public static let inboxWait = Interval.milliseconds(500)
    /// The same for datagrams, whose senders keep nothing: what comes late is better than nothing.
    public static let datagramWait = Interval.seconds(2)
    /// Open connections of one input, or of HTTP. Beyond: one that brings nothing is closed for the
    /// new one, of the peer that has most; the new one if there is none such.
    public static let connections = 1_024
    /// How long a connection may take to its first whole line or request, where there are too many.
    public static let welcome = Interval.seconds(5)
    /// How long it may say nothing after that, where there are too many.
    public static let silence = Interval.seconds(60)
    /// Bytes read at once from one connection.
    public static let receiveBytes = 256 << 10
    /// Datagrams read at once.
    public static let datagramsPerRead = 64
    /// How long a datagram may wait for others, when the batch before went on just now.
    public static let datagramRest = Interval.milliseconds(1)
    /// Bytes of one datagram, by the protocol.
    public static let datagramBytes = 65_536
    /// What the system is asked to hold of datagrams not yet read; it may grant less.
    public static let datagramQueueBytes = 8 << 20
    /// Bytes of one HTTP body, before and after unpacking. Beyond: 413.
    public static let bodyBytes = 25 << 20
    /// Bytes of all HTTP bodies on their way in, small ones and the beginnings of others left out.
    /// Beyond: the sender is told to come back.
    public static let bodiesBytes = 256 << 20
    /// Bytes of each HTTP body that are not counted among those.
    public static let smallBodyBytes = 128 << 10
    /// How long one HTTP request may take to come in from its first byte on, or a handshake.
    /// Beyond: the connection is closed.
    public static let requestAge = Interval.seconds(60)
    /// How long an HTTP connection may say nothing. Beyond: it is closed.
    public static let idleAge = Interval.seconds(120)
    /// How long HTTP answers are waited for at the end. Beyond: their connections are closed.
    public static let farewell = Interval.seconds(3)
    /// Database names remembered for `SHOW DATABASES`. Beyond: written to all the same, not listed.
    public static let databaseNames = 64
}
