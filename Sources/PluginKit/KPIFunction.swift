public import Model
import Statistics

/// A mergeable aggregate: what a KPI is made of.
///
/// The struct is its own state: one value of it is what one pane of one group remembers.
///
/// Laws (run over everything registered): the examples hold; folding a split anywhere and merging
/// equals folding the whole; merging an empty fold changes nothing; saving and loading changes
/// nothing; the same calls give the same bytes. A function may look at `sample.time` but not rely
/// on the order of calls: late samples come after newer ones.
public protocol KPIFunction: Savable, Sendable {
    static var description: FunctionManifest { get }

    /// The empty fold.
    init(_ arguments: Arguments)

    mutating func add(_ sample: Sample)
    /// The same as to add it so often: a line may stand for many equal events.
    mutating func add(_ sample: Sample, times: Int)
    mutating func merge(_ other: Self)

    /// The read-out; nil where the samples give none: no value is not zero.
    var value: Double? { get }

    /// How many samples were folded in.
    var samples: Int { get }

    /// Between what the value lies that is behind the samples, were there as many of them as you
    /// like: each end is passed with the chance by which a normal distribution passes `z`. nil:
    /// these samples do not tell, or no samples ever do.
    ///
    /// An end may be infinite: nothing is known on that side.
    ///
    /// Laws: it holds the value; it does not shrink with `z`; twice the same samples do not widen
    /// it; whoever is said to be measured tells it of enough samples, and nobody else does.
    func interval(reaching z: Double) -> ClosedRange<Double>?
}

extension KPIFunction {
    public mutating func add(_ sample: Sample, times: Int) {
        for _ in 0..<times { add(sample) }
    }

    public func interval(reaching z: Double) -> ClosedRange<Double>? { nil }

    /// The same for people, who speak of a level: both ends together are passed with the rest of
    /// it.
    public func interval(level: Double) -> ClosedRange<Double>? {
        interval(reaching: normalQuantile(above: (1 - level) / 2))
    }
}

/// A function whose merge can be taken back exactly: its state is made of whole numbers.
///
/// Law: `x.merge(y); x.unmerge(y)` gives `x`, byte for byte. A window of it is a running total.
public protocol InvertibleFunction: KPIFunction {
    mutating func unmerge(_ other: Self)
}

/// One observation as a KPI function sees it.
@frozen
public struct Sample: Sendable {
    public var time: Timestamp
    /// The bit pattern of the number, or the hash of the text.
    public var bits: UInt64
    /// Which series it came from, by its number: the same for all samples of one. It is the same
    /// after a restart and under new rules.
    public var series: UInt32

    @inlinable
    public init(time: Timestamp, bits: UInt64, series: UInt32 = 0) {
        self.time = time
        self.bits = bits
        self.series = series
    }

    @inlinable
    public init(_ value: Double, at time: Timestamp = .zero, series: UInt32 = 0) {
        self.init(time: time, bits: value.bitPattern, series: series)
    }

    /// The number, in the unit's own scale: seconds for durations, 0...1 for shares, 1 or 0 for
    /// conditions.
    @inlinable public var value: Double { Double(bitPattern: bits) }
}

/// What a KPI function says of itself beside its name and parameters.
public struct FunctionManifest: Sendable {
    public var manifest: Manifest
    public var operand: Operand
    /// Other names under which it is called, each with arguments filled in: `median` is `quantile`
    /// at 0.5.
    public var spellings: [Spelling]
    /// The unit of the value for a unit of the operand; nil: it cannot be asked of that unit.
    public var unit: @Sendable (Unit) -> Unit?
    /// The same where the arguments have a say in it, given what `unit` says.
    private let scaled: @Sendable (Unit, _ of: Unit, Arguments) -> Unit?
    /// What the function needs, to be said when `unit` gives nil: `a mark from 0 to 10`.
    public var wants: String
    /// Bytes that a fold of so many samples holds beside its own, for the memory that `check`
    /// foretells.
    public var heap: @Sendable (_ samples: Int) -> Int
    /// Whether its folds know the interval of the value.
    public var isMeasured: Bool
    public var examples: [Example]

    public init(
        _ name: String, _ summary: String, of operand: Operand, parameters: [Parameter] = [],
        spellings: [Spelling] = [], wants: String = "a number",
        heap: @escaping @Sendable (Int) -> Int = { _ in 0 }, isMeasured: Bool = false,
        unit: @escaping @Sendable (Unit) -> Unit?,
        scaled: @escaping @Sendable (Unit, _ of: Unit, Arguments) -> Unit? = { unit, _, _ in unit },
        examples: [Example]
    ) {
        manifest = Manifest(name, summary, parameters: parameters)
        self.operand = operand
        self.spellings = spellings
        self.wants = wants
        self.heap = heap
        self.isMeasured = isMeasured
        self.unit = unit
        self.scaled = scaled
        self.examples = examples
    }

    /// What the value counts; nil: these arguments and this operand do not fit.
    public func unit(of operand: Unit, _ arguments: Arguments) -> Unit? {
        unit(operand).flatMap { scaled($0, operand, arguments) }
    }
}

/// What stands between the parentheses.
public enum Operand: Equatable, Sendable {
    /// `count()`: every event is a sample; a condition there only chooses events.
    case event
    /// `mean(wait_s)`: a numeric field.
    case number
    /// `distinct(customer_id)`: any field or tag.
    case anything
    /// `share(first_contact)`: 1 where it holds, 0 where it does not, no sample where it cannot be
    /// told.
    case condition
}

public struct Spelling: Equatable, Sendable {
    public var name: String
    public var arguments: [Arguments.Argument]

    public init(_ name: String, _ argument: String, _ value: Double) {
        self.name = name
        arguments = [Arguments.Argument(name: argument, value: value)]
    }
}

/// Samples, a second apart as written, and what the function makes of them: documentation that is
/// tested.
public struct Example: Sendable {
    public var samples: [Double]
    public var arguments: [(String, Double)]
    public var gives: Double?
    /// Relative error allowed: 0 for functions that are exact.
    public var within: Double

    public init(
        _ samples: [Double], _ arguments: [(String, Double)] = [], gives: Double?,
        within: Double = 0
    ) {
        self.samples = samples
        self.arguments = arguments
        self.gives = gives
        self.within = within
    }
}
