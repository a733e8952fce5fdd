import Foundation
import Glibc
public import Host
import Locks

/// Writes one whole file on a thread of its own, removes others then, and keeps how that went until
/// somebody asks.
///
/// A class, for the owner and the thread share it.
final class BackgroundWriter: Sendable {
    typealias Outcome = Result<[DiskError], DiskError>

    private let outcome = Monitor<Outcome?>(nil)

    init(_ work: @escaping @Sendable () throws(DiskError) -> [DiskError]) {
        DispatchQueue(label: "checkpoint", qos: .userInitiated).async { [outcome] in
            let result = Result { () throws(DiskError) in try work() }
            outcome.withLock { $0 = result }
            outcome.ring()
        }
    }

    /// nil: it is still under way.
    func result(wait: Bool) -> Outcome? {
        wait ? outcome.wait(until: nil) { $0 } : outcome.withLock { $0 }
    }
}

extension PosixDisk {
    public mutating func beginReplacing(
        _ name: String, with contents: some FileContents, dropping old: [String]
    ) {
        precondition(replacing == nil, "one replacement at a time")
        forget(name)
        let folder = folder
        replacing = BackgroundWriter { () throws(DiskError) in
            try WholeFile(name, in: folder).write(contents)
            return StateFolder.remove(old, from: folder)
        }
    }

    public mutating func replacementOutcome(wait: Bool) -> Result<[DiskError], DiskError>? {
        guard let outcome = replacing?.result(wait: wait) else { return nil }
        replacing = nil
        return outcome
    }
}
