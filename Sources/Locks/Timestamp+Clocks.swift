import Glibc
public import Model

extension Timestamp {
    /// The wall clock.
    public static var wallClock: Timestamp { Timestamp(CLOCK_REALTIME) }

    /// The time since the machine was started: it is never put back.
    public static var monotonic: Timestamp { Timestamp(CLOCK_MONOTONIC) }

    private init(_ clock: clockid_t) {
        var time = timespec()
        clock_gettime(clock, &time)
        self.init(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
