internal import Model

/// A HyperLogLog: 4,096 registers, each the longest run of zeros that a hash sent to it began with.
///
/// A run of k zeros is to be expected once in 2^k hashes, so the runs tell how many hashes there
/// were; many registers take the chance out of it.
///
/// - Errors: a standard error of 1.04 / sqrt(4096) = 1.6 %, without bias from none to 2^64.
/// - Complexity: 4 KiB; `insert` O(1), merge and estimate one pass.
/// - Source: Flajolet, Fusy, Gandouet and Meunier, "HyperLogLog", 2007; the estimator is algorithm
///   6 of Ertl, "New cardinality estimation algorithms for HyperLogLog sketches", arXiv 1702.01284,
///   which needs neither tables nor a switch between ranges, nor a logarithm.
struct Registers: Savable, Sendable {
    static let indexBits = 12
    static let count = 1 << indexBits
    /// The standard error of an estimate, as a share of it.
    static let error = 1.04 / Double(count).squareRoot()
    /// One more than the zeros that the rest of a hash can begin with.
    static let longest = 64 - indexBits + 1

    private var runs = [UInt8](repeating: 0, count: Self.count)

    init() {}

    mutating func insert(_ hash: UInt64) {
        let index = Int(hash >> (64 - Self.indexBits))
        let rest = hash << Self.indexBits | 1 << (Self.indexBits - 1)
        let run = UInt8(truncatingIfNeeded: rest.leadingZeroBitCount + 1)
        if runs[index] < run { runs[index] = run }
    }

    mutating func merge(_ other: Registers) {
        for index in runs.indices { runs[index] = max(runs[index], other.runs[index]) }
    }

    /// How many different hashes were inserted, to a whole number.
    var estimate: Double {
        var histogram = [Double](repeating: 0, count: Self.longest + 1)
        for run in runs { histogram[Int(run)] += 1 }
        let size = Double(Self.count)
        var sum = size * Self.tau(1 - histogram[Self.longest] / size)
        for run in stride(from: Self.longest - 1, through: 1, by: -1) {
            sum = 0.5 * (sum + histogram[run])
        }
        sum += size * Self.sigma(histogram[0] / size)
        let scale = 0.721_347_520_444_481_7  // 1 / (2 ln 2)
        return (scale * size * size / sum).rounded()
    }

    /// x + x^2 + 2 x^4 + 4 x^8 + ...: what the registers that were never hit add.
    private static func sigma(_ share: Double) -> Double {
        guard share < 1 else { return .infinity }
        var (power, weight, sum) = (share, 1.0, share)
        while true {
            let before = sum
            power *= power
            sum += power * weight
            weight += weight
            if sum == before { return sum }
        }
    }

    /// What the registers that are full add.
    private static func tau(_ share: Double) -> Double {
        guard share > 0, share < 1 else { return 0 }
        var (root, weight, sum) = (share, 1.0, 1 - share)
        while true {
            let before = sum
            root = root.squareRoot()
            weight *= 0.5
            sum -= (1 - root) * (1 - root) * weight
            if sum == before { return sum / 3 }
        }
    }

    func save(to writer: inout ByteWriter) { writer.write(runs) }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        let saved = try reader.raw()
        guard saved.count == Self.count, saved.allSatisfy({ $0 <= Self.longest }) else {
            throw DamagedBytes("registers of another size")
        }
        runs = Array(saved)
    }
}
