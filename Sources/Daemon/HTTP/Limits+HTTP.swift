import Model

extension Limits {
    /// Bytes of the body of an order, a silence or alerts. Beyond: 413.
    static let orderBytes = 1 << 20
    /// Orders that wait for the engine at once. Beyond: 503, and the sender may try again.
    static let ordersWaiting = 256
    /// Tokens in the settings. Beyond: they are refused; each request is compared with all of them.
    static let tokens = 100
    /// Bytes of a token. Less: it is refused; it could be guessed.
    static let tokenLength = 16
    /// Bytes of the head of a request, and fields in it. Beyond: 400, and the connection is closed.
    static let headBytes = 64 << 10
    static let headFields = 200
    /// How far from now a query in the way of Prometheus may look. Beyond: 400.
    static let presentForQueries = Interval.minutes(5)
    /// Characters by which an incident may be acknowledged instead of its whole id. Less: 400; one
    /// that somebody mistyped would take another.
    static let idBeginning = 4
    /// Characters of a comment or a name that somebody gives. Beyond: 400.
    static let commentLength = 4_096
}
