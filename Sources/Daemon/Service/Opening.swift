import Locks

/// Waits for the doors to open, each of which opens on a task of its own.
///
/// A class: the doors and whoever waits share it.
final class Opening: Sendable {
    private let state = Monitor<(left: Int, then: (@Sendable () -> Void)?)>((0, nil))

    /// Calls `then` once so many doors are open, those included that are open already.
    func wait(for doors: Int, then: @escaping @Sendable () -> Void) {
        state.withLock {
            $0.left += doors
            $0.then = then
        }
        tell()
    }

    func opened() {
        state.withLock { $0.left -= 1 }
        tell()
    }

    private func tell() {
        let then = state.withLock { state -> (@Sendable () -> Void)? in
            guard state.left <= 0 else { return nil }
            return state.then.take()
        }
        then?()
    }
}
