import Model
import Plans

/// A number that a plan can hold: of a KPI's value, or of an alert's condition.
protocol NumberForm: Equatable {
    static func number(_ value: Double) -> Self
    static func negated(_ inner: Self) -> Self
    static func arithmetic(_ left: Self, _ sign: Arithmetic, _ right: Self) -> Self
}

extension ValueExpression: NumberForm {}
extension Quantity: NumberForm {}

/// A checked number: what the plan holds, its unit, and what is known of its size.
struct Typed<Form: NumberForm> {
    var form: Form
    var unit: Unit
    /// Known when the rules are read.
    var constant: Double?
    /// What it can be, where that is known.
    var bounds: ClosedRange<Double>?
    var range: SourceRange

    init(
        _ form: Form, _ unit: Unit, constant: Double? = nil,
        bounds: ClosedRange<Double>? = nil, at range: SourceRange
    ) {
        self.form = constant.map { .number($0) } ?? form
        self.unit = unit
        self.constant = constant
        self.bounds = constant.map { $0...$0 } ?? bounds
        self.range = range
    }

    init(of benchmark: BenchmarkPlan, at range: SourceRange) {
        self.init(
            .number(benchmark.value), benchmark.unit, constant: benchmark.value, at: range)
    }

    /// A literal or a param with no unit.
    var isBare: Bool { constant != nil && unit == .number }
}

/// What a sign does to two units, and by what the result is to be scaled.
///
/// Percentages are computed as shares of one and points as hundredths of that, so that a sign that
/// goes from one to the other has a factor.
struct SignRule: Equatable {
    var unit: Unit
    /// On the right side, before the sign is applied.
    var rightFactor = 1.0
    /// On the result.
    var factor = 1.0

    static func of(_ left: Unit, _ sign: Arithmetic, _ right: Unit) -> SignRule? {
        switch sign {
        case .add: sum(left, right)
        case .subtract: difference(left, right)
        case .multiply: product(left, right)
        case .divide: quotient(left, right)
        }
    }

    private static func sum(_ left: Unit, _ right: Unit) -> SignRule? {
        switch (left, right) {
        case (.count, .count): SignRule(unit: .count)
        case (.percent, .points): SignRule(unit: .percent, rightFactor: 0.01)
        case _ where left.isPlain && right.isPlain: SignRule(unit: .number)
        // So many marks more or less.
        case (.ces, .number): SignRule(unit: left)
        case (.number, .ces): SignRule(unit: right)
        case _ where left == right && left.isNumeric: SignRule(unit: left)
        default: nil
        }
    }

    private static func difference(_ left: Unit, _ right: Unit) -> SignRule? {
        switch (left, right) {
        case (.percent, .percent): SignRule(unit: .points, factor: 100)
        case (.count, .count): SignRule(unit: .number)
        // What is left to the top of the scale has the other sense, and two marks a distance.
        case (.number, .ces): SignRule(unit: .number)
        case (.ces, .ces) where left == right: SignRule(unit: .number)
        default: sum(left, right)
        }
    }

    private static func product(_ left: Unit, _ right: Unit) -> SignRule? {
        guard left.isNumeric, right.isNumeric else { return nil }
        if left.isPlain && right.isPlain { return SignRule(unit: .number) }
        if left == .number { return SignRule(unit: right) }
        if right == .number { return SignRule(unit: left) }
        if left == .count && right.isEffort || left.isEffort && right == .count { return nil }
        if left.isPlain || left == .percent {
            return SignRule(unit: right.isPlain ? .number : right)
        }
        if right.isPlain || right == .percent { return SignRule(unit: left) }
        return nil
    }

    private static func quotient(_ left: Unit, _ right: Unit) -> SignRule? {
        guard left.isNumeric, right.isNumeric else { return nil }
        if left == .count && right == .count { return SignRule(unit: .percent) }
        if left == right || (left.isPlain && right.isPlain) { return SignRule(unit: .number) }
        // A part of a scale is no mark on it.
        if left.isEffort { return right == .number ? SignRule(unit: .number) : nil }
        if right.isPlain || right == .percent {
            return SignRule(unit: left.isPlain ? .number : left)
        }
        return nil
    }
}
