import Foundation
import Locks

/// Recordings read (and inflated) on a thread of their own, a few chunks ahead of whoever uses
/// them.
///
/// A class: two threads share it.
public final class ReadAhead: Sendable {
    private struct State {
        var chunks: [[UInt8]] = []
        var failure: RecordingError?
    }

    private let state = Monitor(State())
    private let filled = DispatchSemaphore(value: 0)
    private let free: DispatchSemaphore

    /// - Parameter depth: chunks that may wait.
    public init(_ paths: [String], depth: Int = 8) {
        free = DispatchSemaphore(value: depth)
        let thread = Thread { [self] in read(paths) }
        thread.stackSize = 1 << 20
        thread.start()
    }

    private func read(_ paths: [String]) {
        do throws(RecordingError) {
            for path in paths {
                try Recording(path).read { chunk in
                    free.wait()
                    state.withLock { $0.chunks.append(chunk) }
                    filled.signal()
                }
            }
        } catch {
            state.withLock { $0.failure = error }
        }
        filled.signal()
    }

    /// The next chunk of whole lines; nil at the end of the last recording.
    ///
    /// - Errors: what stopped the reading, after all that was read before it.
    public func next() throws(RecordingError) -> [UInt8]? {
        filled.wait()
        let (chunk, failure) = state.withLock { state -> ([UInt8]?, RecordingError?) in
            state.chunks.isEmpty ? (nil, state.failure) : (state.chunks.removeFirst(), nil)
        }
        if let chunk {
            free.signal()
            return chunk
        }
        filled.signal()
        if let failure { throw failure }
        return nil
    }
}
