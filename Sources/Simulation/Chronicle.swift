import Core
import Host
import Model
import Plans
import PluginKit

/// What happened lately in the simulated world, to be told if something breaks.
struct Chronicle {
    enum Happening {
        case heard(Event)
        case said(Effect)
        case remarked(HostRemark)
        /// A fault, a crash or a restart, in words.
        case befell(String)
    }

    private var happenings: [(at: Timestamp, what: Happening)] = []
    private static let most = 400

    mutating func note(_ what: Happening, at time: Timestamp) {
        happenings.append((time, what))
        // Now and then, so that forgetting costs next to nothing.
        if happenings.count > 2 * Self.most { happenings.removeFirst(Self.most) }
    }

    /// A line a happening, oldest first: the last `span`, and not more than `limit` lines.
    func told(last span: Interval = .minutes(15), limit: Int = 60) -> [String] {
        guard let end = happenings.last?.at else { return [] }
        let lines = happenings.suffix(Self.most).filter { end - $0.at <= span }.compactMap {
            (at, what) in what.words.map { "  \(at.clockText)  \($0)" }
        }
        let left = lines.count - limit
        return left > 0 ? ["  … \(left) more"] + lines.suffix(limit) : lines
    }
}

extension Chronicle.Happening {
    /// nil: not worth a line.
    fileprivate var words: String? {
        switch self {
        case .heard(let event): event.words
        case .said(.receipt): nil
        case .said(let effect): "    says: \(effect.brief)"
        case .remarked(let remark): "    host: \(remark.words)"
        case .befell(let words): "* \(words)"
        }
    }
}

extension Event {
    fileprivate var words: String {
        switch self {
        case .lines(let batch, _):
            "\(batch.bytes.count { $0 == UInt8(ascii: "\n") }) lines, clock \(batch.arrival): "
                + String(decoding: batch.bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        case .tick(let now): "tick, clock \(now)"
        case .reply(let reply): "reply to \(reply.delivery): \(reply.outcome)"
        case .rules(let rules):
            "rules `\(rules.files.first?.text ?? "")`, contacts "
                + rules.book.contacts.map(\.name).joined(separator: " ")
                + ", \(rules.bounds.series) series"
        case .restarted(let now): "restarted, clock \(now)"
        case .order(let order, let now, _): "\(order), clock \(now)"
        }
    }
}

extension HostRemark {
    fileprivate var words: String {
        switch self {
        case .restored(let checkpoint, let events, let next):
            "restored from `\(checkpoint)` and \(events) events; next is \(next)"
        case .damaged(let file, let reason, let bytes): "\(file): \(reason), \(bytes) bytes lost"
        case .journalStopped(let reason): "the journal stopped: \(reason)"
        case .journalResumed: "the journal goes on"
        case .checkpointFailed(let reason): "a checkpoint failed: \(reason)"
        }
    }
}

extension Timestamp {
    /// Day and time of day of a run: `day 2 03:14:15.926`.
    var clockText: String {
        let since = (self - SeededRun.start).nanoseconds / 1_000_000
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let (seconds, rest) = (since / 1_000, since % 1_000)
        return "day \(seconds / 86_400 + 1) \(two(seconds / 3_600 % 24)):"
            + "\(two(seconds / 60 % 60)):\(two(seconds % 60)).\(rest < 100 ? "0" : "")\(two(rest))"
    }
}
