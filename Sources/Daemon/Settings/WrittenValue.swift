import Model

/// A value that is written as one word in a vigie.yaml.
protocol WrittenValue {
    /// What it is, as in "`soon` is not …".
    static var noun: String { get }
    /// What to write instead.
    static var advice: String { get }

    init?(written text: String)
}

extension String: WrittenValue {
    static let noun = "a text"
    static let advice = "write a text"

    init?(written text: String) {
        guard !text.isEmpty else { return nil }
        self = text
    }
}

extension Bool: WrittenValue {
    static let noun = "`true` or `false`"
    static let advice = "write `true` or `false`"

    init?(written text: String) { self.init(text) }
}

extension Int: WrittenValue {
    static let noun = "a whole number"
    static let advice = "write digits, grouped by `_` if you like: `10_000`"

    init?(written text: String) { self.init(grouped: text) }
}

extension ByteSize: WrittenValue {
    static let noun = "a size"
    static let advice = "write a whole number and a unit: `64KiB`, `512MiB` or `2GiB`"

    init?(written text: String) { self.init(text) }
}

extension Endpoint: WrittenValue {
    static let noun = "an address to listen at"
    static let advice = "write HOST:PORT: `127.0.0.1:8427`, `0.0.0.0:8427` or `[::1]:8427`"

    init?(written text: String) { self.init(text) }
}

extension Interval: WrittenValue {
    static let noun = "a length of time"
    static let advice = "write a whole number and a unit: `200ms`, `30s`, `5m` or `2h`"

    init?(written text: String) { self.init(text) }
}

extension Tongue: WrittenValue {
    static let noun = "a language that Vigie speaks"
    static let advice = "write `en` or `fr`"

    init?(written text: String) { self.init(code: text) }
}

extension JournalSync: WrittenValue {
    static let range = Interval.milliseconds(1)...Interval.minutes(1)
    static let noun = "a time to sync"
    static let advice = "write `always`, or a length of time from 1ms to 1m such as `200ms`"

    init?(written text: String) {
        if text == "always" {
            self = .always
        } else if let interval = Interval(written: text), Self.range.contains(interval) {
            self = .every(interval)
        } else {
            return nil
        }
    }
}
