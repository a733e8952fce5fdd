public import Model

/// The two manners of writing that clients know, and what each expects to hear.
///
/// - Source: InfluxDB 1.x `/write` and 2.x `/api/v2/write`; Telegraf's `outputs.influxdb`, which
///   gives a batch up at any 4xx, and `outputs.influxdb_v2`, which waits and tries again at 429 and
///   503.
public enum WriteDialect: CaseIterable, Sendable {
    case v1, v2

    /// Nanoseconds if nothing is said; nil if what is said means nothing in this dialect.
    public func precision(_ name: String?) -> Precision? {
        switch (self, name) {
        case (_, nil), (_, ""), (_, "ns"), (.v1, "n"): .nanoseconds
        case (_, "us"), (.v1, "u"), (.v1, "µ"): .microseconds
        case (_, "ms"): .milliseconds
        case (_, "s"): .seconds
        case (.v1, "m"): .minutes
        case (.v1, "h"): .hours
        default: nil
        }
    }
}
