internal import Model

/// How often each number was seen, numbers being rounded to seven significant bits.
///
/// Seven bits make 64 buckets of equal width in each doubling:
///
///     ... 32  32.5  33 ... 63.5  64  65  66 ... 127  128  130  132 ...
///
/// The rounding is an addition and a shift of the number's own bits, no logarithm. A bucket's width
/// is at most 1/64 of the numbers in it, so a number is at most 1/128 off. Zero has a bucket of its
/// own, which also takes what is smaller than 2^-40 (1e-12) in size; what is larger than 2^60
/// (1e18) counts as that. So there are never more than 2 * 6,401 + 1 buckets.
///
/// - Complexity: 8 bytes for each bucket that holds something. `add` is a binary search, and a
///   shift of the rest when the bucket is new; merging is one pass over both.
/// - Source: the layout is that of HdrHistogram (Tene) and of DDSketch's linearly interpolated
///   mapping (Masson, Rim and Lee, "DDSketch", VLDB 2019).
struct Sketch: Savable, Sendable {
    /// Those that hold something, least first.
    var buckets: [Bucket] = []
    var total = 0

    /// A bucket and how often it was hit, in one word: where it stands in the order of the numbers
    /// in the upper 16 bits, the count below. A count has 48 bits: 9 years at a million a second.
    struct Bucket: Sendable {
        var word: UInt64

        static let countBits: UInt64 = 48
        static let countMask: UInt64 = (1 << countBits) - 1

        init(word: UInt64) { self.word = word }
        init(_ position: UInt64, count: UInt64) { word = position << Self.countBits | count }

        var position: UInt64 { word >> Self.countBits }
        var count: UInt64 { word & Self.countMask }
    }

    mutating func add(_ number: Double, times: UInt64 = 1) {
        let position = Grid.position(of: number)
        let index = firstIndex(from: position)
        if index < buckets.count, buckets[index].position == position {
            buckets[index].word &+= times
        } else {
            buckets.insert(Bucket(position, count: times), at: index)
        }
        total &+= Int(times)
    }

    /// The first bucket that is not before `position`.
    private func firstIndex(from position: UInt64) -> Int {
        var (low, high) = (0, buckets.count)
        while low < high {
            let middle = (low + high) / 2
            if buckets[middle].position < position { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// The numbers with seven significant bits, from least to greatest, and where a number stands.
enum Grid {
    /// The bits of a number below its seven: 52 of the fraction, less the 6 that are written.
    private static let dropped: UInt64 = 46
    /// Of 2^-40, the least number that is not taken for zero.
    private static let least: UInt64 = (0x1p-40).bitPattern >> dropped
    /// From 2^-40 up to and with 2^60, on each side of zero.
    static let perSide: UInt64 = 100 * 64 + 1
    static let zero = perSide
    static let positions = 2 * perSide + 1

    static func position(of number: Double) -> UInt64 {
        let rounded = (number.magnitude.bitPattern &+ (1 << (dropped - 1))) >> dropped
        guard rounded >= least else { return zero }
        let steps = min(rounded &- least &+ 1, perSide)
        return number < 0 ? zero &- steps : zero &+ steps
    }

    static func number(at position: UInt64) -> Double {
        if position == zero { return 0 }
        let steps = position > zero ? position - zero : zero - position
        let size = Double(bitPattern: (least + steps - 1) << dropped)
        return position > zero ? size : -size
    }
}
