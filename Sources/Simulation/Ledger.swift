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
        /// By the time in which the clock ran.
        var at: Timestamp
    }

    private let link: Linker
    private(set) var entries: [Entry] = []
    private(set) var shadow: Engine
    private(set) var story = Story()
    private(set) var inForce = RuleSet(files: [])
    /// For each checkpoint, the entries that it knows.
    private var known: [String: Int] = [:]
    /// For each that is on its way to the disk.
    private var begun: [String: Int] = [:]

    init(linking link: @escaping Linker) {
        self.link = link
        shadow = Engine(linking: link)
    }

    mutating func note(_ entry: Entry) -> [Effect] {
        entries.append(entry)
        if case .rules(let rules) = entry.event { inForce = rules }
        let effects = shadow.apply(entry.event)
        story.hear(effects, of: entry.event)
        return effects
    }

    /// As an engine would that judges a pane twice.
    mutating func judgeAgain(_ effects: [Effect]) {
        for case .transition(let step) in effects {
            story.hear([.transition(step)], of: .tick(step.time))
        }
    }

    /// - Parameter more: whether the event of this turn, which is not in the ledger yet, was
    ///  applied before.
    mutating func noteBegun(_ checkpoint: String, more: Bool) {
        begun[checkpoint] = entries.count + (more ? 1 : 0)
    }

    /// Until it is written, a file of that name says what it said before.
    mutating func noteWritten(_ checkpoint: String) { known[checkpoint] = begun[checkpoint] }

    /// How many of the first entries a restart from such a folder knows by its checkpoint.
    func base(_ folder: Folder.View) -> Int { known[folder.checkpoint] ?? 0 }

    func isRead(_ entry: Entry, in folder: Folder.View) -> Bool {
        entry.number.map { $0 >= folder.first && folder.numbers.contains($0) } ?? false
    }

    /// Crosses out what a restart from such a folder does not know.
    mutating func cross(out last: Entry, keeping folder: Folder.View) {
        let base = base(folder)
        let rest = entries.dropFirst(base)
        if rest.allSatisfy({ isRead($0, in: folder) }) {
            if entries.count < base || isRead(last, in: folder) { _ = note(last) }
            return
        }
        let all = entries
        entries = []
        shadow = Engine(linking: link)
        story = Story()
        inForce = RuleSet(files: [])
        for entry in all.prefix(base) { _ = note(entry) }
        for entry in all.dropFirst(base) + [last] where isRead(entry, in: folder) {
            _ = note(entry)
        }
    }
}

func savedBytes(_ engine: borrowing Engine) -> [UInt8] {
    var writer = ByteWriter()
    engine.frozen().save(to: &writer)
    return writer.bytes
}
