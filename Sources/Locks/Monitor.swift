import Glibc
public import Model

/// A value behind a lock, with a bell to sleep by until another thread has changed the value.
///
/// Not `Mutex`: under contention that one waits in the kernel, where the thread sanitizer does not
/// see it, and each such wait makes for a false report among which a true one is lost. It sees
/// pthread's.
///
/// A class, for the lock must not move; unchecked, for the compiler cannot see that `value` is only
/// touched under it.
public final class Monitor<Value>: @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let bell = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var value: Value

    public init(_ value: Value) {
        self.value = value
        pthread_mutex_init(lock, nil)
        pthread_cond_init(bell, nil)
    }

    deinit {
        pthread_cond_destroy(bell)
        pthread_mutex_destroy(lock)
        bell.deallocate()
        lock.deallocate()
    }

    public func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return try body(&value)
    }

    /// Wakes one sleeper.
    public func ring() { pthread_cond_signal(bell) }

    /// Tries `body` now and after each ring, until it gives something or the clock shows
    /// `deadline`.
    ///
    /// The deadline is of the wall clock, so that a clock that is put forward wakes the sleeper.
    public func wait<Result>(
        until deadline: Timestamp?, for body: (inout Value) -> Result?
    ) -> Result? {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while true {
            if let result = body(&value) { return result }
            guard let deadline else {
                pthread_cond_wait(bell, lock)
                continue
            }
            var limit = timespec(deadline)
            if pthread_cond_timedwait(bell, lock, &limit) != 0 { return body(&value) }
        }
    }
}

extension timespec {
    /// Times before the epoch become the epoch, which the system takes for `at once`.
    fileprivate init(_ time: Timestamp) {
        let nanoseconds = max(0, time.nanoseconds)
        self.init(
            tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    }
}
