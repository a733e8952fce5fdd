public import Model
public import PluginKit

/// How many different values occurred at least so many times.
///
/// Exact up to 1,024 different values. Beyond, those of the 1,024 least hashes stand for all:
/// whether a value is among them does not depend on how often it came, nor on the order, and how
/// often it came is counted exactly. So merges commute and associate to the last bit.
///
/// - Unit: count.
/// - Empty window: 0, as of `distinct`.
/// - Errors: beyond 1,024 values, of which a part p repeat, the standard error is about
///   1 / sqrt(1,024 p) of what is told: 4 % where half of them do, 10 % where one in ten does.
/// - Complexity: 40 bytes a pane and 16 for each value, at most 16 KiB. `add` is a binary search,
///   and a shift where the value is new.
/// - Source: bottom-k sketches: Cohen and Kaplan, "Summarizing data using bottom-k sketches", PODC
///   2007; how many values there are by the k-th least hash: Bar-Yossef et al., "Counting distinct
///   elements in a data stream", RANDOM 2002.
public struct Repeated: KPIFunction {
    public static let description = FunctionManifest(
        "repeated", "How many different values occurred at least so many times.", of: .anything,
        parameters: [
            Parameter(
                "times", 2...1_000_000, standard: 2, "How often a value must have occurred.")
        ],
        wants: "a field or tag", heap: { 32 + 16 * min($0, exactly) * 3 / 2 },
        unit: { _ in .count },
        examples: [
            Example([3, 1, 3, 2, 2, 2], gives: 2),
            Example([3, 1, 3, 2, 2, 2], [("times", 3)], gives: 1),
            Example([1, 2, 3], gives: 0),
            Example([], gives: 0),
        ])

    /// How many values are told apart.
    static let exactly = 1_024

    struct Tally: Equatable {
        var hash: UInt64
        var times: UInt32
    }

    private let least: UInt32
    /// By hash, each once: those of the least hashes.
    private var tallies: [Tally] = []
    /// Whether there were others.
    private var isSample = false
    public private(set) var samples = 0

    public init(_ arguments: Arguments) { least = UInt32(arguments["times"].rounded(.up)) }

    public mutating func add(_ sample: Sample) { add(sample, times: 1) }
    public mutating func add(_ sample: Sample, times: Int) {
        guard times > 0 else { return }
        samples &+= times
        insert(Tally(hash: mixed(sample.bits), times: UInt32(clamping: times)))
    }

    public mutating func merge(_ other: Repeated) {
        samples &+= other.samples
        isSample = isSample || other.isSample
        var merged: [Tally] = []
        merged.reserveCapacity(tallies.count + other.tallies.count)
        var (own, their) = (0, 0)
        while own < tallies.count || their < other.tallies.count {
            let mine = own < tallies.count ? tallies[own].hash : .max
            let theirs = their < other.tallies.count ? other.tallies[their].hash : .max
            let isMine = own < tallies.count && mine <= theirs
            let isTheirs = their < other.tallies.count && theirs <= mine
            merged.append(isMine ? tallies[own] : other.tallies[their])
            if isMine, isTheirs { merged[merged.count - 1].raise(by: other.tallies[their].times) }
            own += isMine ? 1 : 0
            their += isTheirs ? 1 : 0
        }
        tallies = merged
        cut()
    }

    public var value: Double? {
        guard isSample, let last = tallies.last else {
            return Double(tallies.count { $0.times >= least })
        }
        // The last only tells how thick the others lie.
        let repeated = tallies.dropLast().count { $0.times >= least }
        return Double(repeated) * 0x1p64 / (Double(last.hash) + 1)
    }

    private mutating func insert(_ tally: Tally) {
        let place = place(of: tally.hash)
        if place < tallies.count, tallies[place].hash == tally.hash {
            tallies[place].raise(by: tally.times)
        } else if place < Self.exactly {
            tallies.insert(tally, at: place)
            cut()
        } else {
            isSample = true
        }
    }

    private mutating func cut() {
        guard tallies.count > Self.exactly else { return }
        tallies.removeLast(tallies.count - Self.exactly)
        isSample = true
    }

    /// Of the first that is not less.
    private func place(of hash: UInt64) -> Int {
        var (low, high) = (0, tallies.count)
        while low < high {
            let middle = (low + high) / 2
            if tallies[middle].hash < hash { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Repeated.Tally {
    mutating func raise(by more: UInt32) {
        let (sum, isBeyond) = times.addingReportingOverflow(more)
        times = isBeyond ? .max : sum
    }
}

extension Repeated {
    public func save(to writer: inout ByteWriter) {
        writer.write(samples)
        writer.write(least)
        writer.write(isSample)
        writer.write(UInt32(tallies.count))
        for tally in tallies {
            writer.write(tally.hash)
            writer.write(tally.times)
        }
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        samples = try reader.tally()
        least = try reader.integer()
        isSample = try reader.bool()
        let count = try reader.integer(UInt32.self)
        guard count <= Self.exactly, !isSample || count == Self.exactly else {
            throw DamagedBytes("not as many values as are told apart")
        }
        for _ in 0..<count {
            let tally = Tally(hash: try reader.integer(), times: try reader.integer())
            guard tallies.last.map({ $0.hash < tally.hash }) ?? true, tally.times > 0 else {
                throw DamagedBytes("values out of order")
            }
            tallies.append(tally)
        }
    }
}
