import Locks
import Model

/// The database names that clients have created or written to. Vigie keeps nothing by database, but
/// clients look for theirs in the list before they write.
///
/// A class: requests share it.
final class Databases: Sendable {
    private let seen = Monitor<[String]>([])

    func remember(_ name: String) {
        seen.withLock { seen in
            guard seen.count < Limits.databaseNames, name.utf8.count <= 255 else { return }
            if !seen.contains(name) { seen.append(name) }
        }
    }

    /// In the order in which they were first seen.
    var names: [String] { seen.withLock { $0 } }
}
