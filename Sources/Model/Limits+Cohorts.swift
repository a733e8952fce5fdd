/// Bounds of what is remembered of single events.
extension Limits {
    /// Events of one KPI that wait for something to follow them. Beyond: the oldest are forgotten
    /// and count as not followed; how many, `/metrics` says, and the log that it was so.
    public static let openersPerKPI = 1 << 20
    /// Bytes that one of them takes, about, with what waits to be used again.
    public static let bytesPerOpener = 96
}
