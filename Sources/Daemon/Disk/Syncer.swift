import Foundation
import Host
import Locks

/// Brings files to stable storage, one after the other, while their owner goes on.
///
/// A class, for the owner and the thread share it. A file that is asked for again before its turn
/// is synced once.
final class Syncer: Sendable {
    private struct Work {
        var due: [AppendedFile] = []
        var isRunning = false
        var failure: DiskError?
    }

    private let work = Monitor(Work())
    private let queue = DispatchQueue(label: "journal sync", qos: .userInitiated)

    func sync(_ file: AppendedFile) {
        let isIdle = work.withLock { work in
            if !work.due.contains(where: { $0 === file }) { work.due.append(file) }
            defer { work.isRunning = true }
            return !work.isRunning
        }
        if isIdle { queue.async { self.run() } }
    }

    /// The error of an earlier sync, once.
    func throwFailure() throws(DiskError) {
        let failure = work.withLock { work in
            defer { work.failure = nil }
            return work.failure
        }
        if let failure { throw failure }
    }

    private func run() {
        while let file = next() {
            do {
                try file.sync()
            } catch {
                work.withLock { $0.failure = error }
            }
        }
    }

    private func next() -> AppendedFile? {
        work.withLock { work in
            work.isRunning = !work.due.isEmpty
            return work.isRunning ? work.due.removeFirst() : nil
        }
    }
}
