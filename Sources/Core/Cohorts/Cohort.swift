import Model
import Plans

/// An event that may be followed.
struct Opener: Equatable, Sendable {
    var time: Timestamp
    /// Its group.
    var row: Int32
    /// For how many events it stands.
    var times: Int32
}

/// The openers of one cohort that nothing followed so far, and what may have come before them.
///
/// An opener waits for as long as something may follow it, and a follower is kept for as long as an
/// opener of before it may still come: so it does not matter which of the two comes first.
struct Cohort {
    let program: CohortProgram
    private var openers: Chains
    private var followers: Chains
    /// Whether somebody was told that there are too many.
    var isSaid = false

    init(_ program: CohortProgram) {
        self.program = program
        openers = Chains(span: program.wait, limit: Limits.openersPerKPI)
        followers = Chains(span: program.key.opener.late, limit: Limits.openersPerKPI)
    }

    var waiting: Int { openers.count }
    var forgotten: Int { openers.forgotten + followers.forgotten }

    /// Whether it was followed, by what is known already; else it waits.
    mutating func open(_ id: UInt64, _ opener: Opener) -> Bool {
        let end = opener.time + program.follow.within
        if followers.has(id, after: opener.time, until: end) { return true }
        openers.insert(id, opener)
        return false
    }

    /// The openers that this is the first to follow.
    mutating func follow(_ id: UInt64, at time: Timestamp) -> [Opener] {
        followers.insert(id, Opener(time: time, row: 0, times: 1))
        return openers.take(id, from: time - program.follow.within, before: time)
    }

    mutating func forget(before clock: Timestamp) {
        openers.forget(before: clock)
        followers.forget(before: clock)
    }
}

// MARK: reload and checkpoint

extension Cohort {
    /// Takes over what an earlier one of the same key remembers.
    mutating func inherit(_ old: Cohort) {
        (openers, followers, isSaid) = (old.openers, old.followers, old.isSaid)
    }

    func frozen() -> FrozenCohort {
        FrozenCohort(openers: openers.frozen(), followers: followers.frozen(), isSaid: isSaid)
    }

    mutating func load(from reader: inout ByteReader, rows: Int) throws(DamagedBytes) {
        try openers.load(from: &reader, rows: 0..<Int32(rows))
        try followers.load(from: &reader, rows: 0..<1)
        isSaid = try reader.bool()
    }
}

/// A cohort as it was at one moment.
struct FrozenCohort: Sendable {
    let openers: FrozenChains
    let followers: FrozenChains
    let isSaid: Bool

    func save<Failure: Error>(
        to writer: inout ByteWriter, afterEach drain: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        try openers.save(to: &writer, afterEach: drain)
        try followers.save(to: &writer, afterEach: drain)
        writer.write(isSaid)
    }
}
