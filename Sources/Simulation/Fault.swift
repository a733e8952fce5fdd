/// What can go wrong, a case a kind.
///
/// | part | faults |
/// |---|---|
/// | feed | late, early, doubled, reordered, torn, burst, nonsense, stranger, storm, silence |
/// | clock | clockForward, clockBack, clockStall |
/// | operator | newRules, newContacts, newBounds, orders |
/// | receiver | outage, busy, broken, hangs, replyLost, refuses |
/// | disk | fullDisk, diskFault |
/// | process | killBeforeAppend, killAfterAppend, killAfterApply, killBetweenEffects, |
/// |  | killInCheckpoint, killAnywhere |
/// | power, and after it | powerCut, flippedCheckpoint, flippedJournal, truncated, swapped, |
/// |  | missing |
public enum Fault: Int, CaseIterable, Codable, Sendable {
    // A line or a batch of the feed.
    case late, early, doubled, reordered, torn, burst, nonsense, stranger, storm
    // An hour of the feed, of the clock and of the operator.
    case silence, clockForward, clockBack, clockStall, newRules, newContacts, newBounds
    // An hour of a receiver, and one delivery.
    case outage, busy, broken, hangs, replyLost, refuses
    // An hour of the disk, and one of its calls.
    case fullDisk, diskFault
    // A turn of the crank: at which of its boundaries the process dies.
    case killBeforeAppend, killAfterAppend, killAfterApply, killBetweenEffects, killInCheckpoint
    case killAnywhere
    // A crash: whether it takes the power with it, and what is found damaged after it.
    case powerCut, flippedCheckpoint, flippedJournal, truncated, swapped, missing
    // An hour of the operator; last, so that older seeds draw the others as they did.
    case orders

    public var name: String { "\(self)" }

    public init?(named name: String) {
        guard let fault = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = fault
    }

    /// The highest rate that is drawn for it: of a line, a batch, an hour, a delivery, a turn or a
    /// crash.
    var most: Double {
        switch self {
        case .late, .doubled, .reordered: 0.2
        case .early, .torn, .nonsense: 0.1
        case .stranger: 0.05
        case .burst, .storm: 0.01
        case .silence, .outage, .fullDisk: 0.3
        case .clockForward, .clockBack, .clockStall: 0.15
        case .newRules, .orders: 0.5
        case .newContacts, .newBounds: 0.2
        case .busy, .broken, .replyLost: 0.3
        case .hangs: 0.2
        case .refuses: 0.1
        case .diskFault: 0.02
        case .killBeforeAppend, .killAfterAppend, .killAfterApply: 0.004
        case .killBetweenEffects, .killInCheckpoint, .killAnywhere: 0.006
        case .powerCut: 0.6
        case .flippedCheckpoint, .flippedJournal: 0.15
        case .truncated, .swapped, .missing: 0.05
        }
    }
}
