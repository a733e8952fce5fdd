import Core
import Host
import Model

/// Every event that counts, and an engine beside the real one that hears them all and never dies.
///
/// After a crash the ledger crosses out what the disk did not keep; what is left, heard straight
/// through, must give what the restored engine is.
struct Ledger: ~Copyable {
    struct Entry {
        /// nil: the journal took nothing at that time.
        var number: UInt64?
        var event: Event
        var at: Timestamp
    }

    private let link: Linker
    private(set) var entries: [Entry] = []
    private(set) var shadow: Engine
    private(set) var story = Story()
    /// For each checkpoint, the entries that it knows.
    private var known: [String: Int] = [:]

    init(linking link: @escaping Linker) {
        self.link = link
        shadow = Engine(linking: link)
    }

    mutating func note(_ entry: Entry) -> [Effect] {
        entries.append(entry)
        let effects = shadow.apply(entry.event)
        story.hear(effects)
        return effects
    }

    /// - Parameter more: whether the event of this turn, which is not in the ledger yet, was
    ///  applied before.
    mutating func note(checkpoint name: String, more: Bool) {
        known[name] = entries.count + (more ? 1 : 0)
    }

    /// Whether the older of two checkpoints, with what the journal holds, gives as much as the
    /// newer.
    func gives(_ older: String, asMuchAs newer: String) -> Bool {
        guard let first = known[older], let last = known[newer], last <= entries.count else {
            return false
        }
        return entries[first..<last].allSatisfy { $0.number != nil }
    }

    /// Crosses out what was lost, and gives it.
    mutating func cross(
        out last: Entry, restoredFrom checkpoint: String, next: UInt64
    ) -> [Entry] {
        let base = known[checkpoint] ?? 0
        let all = entries + [last]
        let isKept = all.indices.map { index in
            index < base || all[index].number.map { $0 < next } ?? false
        }
        let lost = zip(all, isKept).filter { !$0.1 }.map(\.0)
        if isKept.dropLast().allSatisfy({ $0 }) {
            if isKept.last == true { _ = note(last) }
        } else {
            entries = []
            shadow = Engine(linking: link)
            story = Story()
            for (entry, isKept) in zip(all, isKept) where isKept { _ = note(entry) }
        }
        return lost
    }
}

func savedBytes(_ engine: borrowing Engine) -> [UInt8] {
    var writer = ByteWriter()
    engine.frozen().save(to: &writer)
    return writer.bytes
}
