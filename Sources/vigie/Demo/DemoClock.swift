import Foundation
import Model

/// The time in the demo's shop: a week in the first seconds, then three minutes a second.
struct DemoClock: Sendable {
    /// Monday of the quiet week.
    static let start = Timestamp("2026-03-02T08:00:00Z")!
    /// When things go wrong, and time slows down.
    static let monday = start + .days(7)
    private static let quietSeconds = 8.0
    private static let speed = 180.0

    private let began = Date()

    var now: @Sendable () -> Timestamp {
        { [began] in
            let real = Date().timeIntervalSince(began)
            guard real > Self.quietSeconds else {
                let week = (Self.monday - Self.start).seconds
                return Self.start.advanced(seconds: week * real / Self.quietSeconds)
            }
            return Self.monday.advanced(seconds: (real - Self.quietSeconds) * Self.speed)
        }
    }
}

extension Timestamp {
    fileprivate func advanced(seconds: Double) -> Timestamp {
        self + Interval(nanoseconds: Int64(seconds * 1e9))
    }
}
