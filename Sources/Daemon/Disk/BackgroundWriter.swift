import Foundation
import Glibc
public import Host
import Locks

/// Writes one whole file on a thread of its own, and keeps how that went until somebody asks.
///
/// A class, for the owner and the thread share it.
final class BackgroundWriter: Sendable {
    private let outcome = Monitor<Result<Void, DiskError>?>(nil)
    private let isDone = DispatchSemaphore(value: 0)

    init(_ write: @escaping @Sendable () throws(DiskError) -> Void) {
        DispatchQueue(label: "checkpoint", qos: .userInitiated).async { [self] in
            let result = Result { () throws(DiskError) in try write() }
            outcome.withLock { $0 = result }
            isDone.signal()
        }
    }

    /// nil: it is still being written.
    func result(wait: Bool) -> Result<Void, DiskError>? {
        if wait { isDone.wait() }
        return outcome.withLock { $0 }
    }
}

extension PosixDisk {
    public mutating func beginReplacing(_ name: String, with contents: some FileContents) {
        precondition(replacing == nil, "one replacement at a time")
        forget(name)
        let folder = folder
        replacing = BackgroundWriter { () throws(DiskError) in
            try WholeFile(name, in: folder).write(contents)
        }
    }

    public mutating func replacementOutcome(wait: Bool) -> Result<Void, DiskError>? {
        guard let outcome = replacing?.result(wait: wait) else { return nil }
        replacing = nil
        return outcome
    }
}
