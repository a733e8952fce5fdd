import Model
import Plans

/// A name and where it was written, so that a complaint about it can point at it.
struct Name: Sendable {
    var text: String
    var range: SourceRange
}

/// A text in quotes; the range takes the quotes in.
struct Text: Sendable {
    var value: String
    var range: SourceRange
}

/// A number with its unit, a text or a truth value, as written.
struct Literal: Sendable {
    enum Value: Sendable {
        case number(Double)
        case percentage(Double)
        case duration(Interval)
        case points(Double)
        case money(Double, String)
        /// `5 per minute`, `20 EUR per hour`: the value is in the unit's own scale.
        case rate(Double, Unit, Interval)
        case text(String)
        case bool(Bool)
    }

    var value: Value
    var range: SourceRange
}

/// An expression as written. What it may be depends on where it stands, and the checker knows;
/// nothing runs it.
struct Expression: Sendable {
    indirect enum Form: Sendable {
        case literal(Literal.Value)
        case name(String)
        case call(Call)
        /// `retention_rate{contacted="yes"}`.
        case group(Name, [(name: Name, value: Text)])
        case negated(Expression)
        case arithmetic(Expression, Arithmetic, Expression)
        case compare(Expression, Comparison, Expression)
        /// `channel in ["chat", "phone"]`.
        case among(Expression, [Text])
        case not(Expression)
        case all([Expression])
        case any([Expression])
        /// `value < 80% with confidence 95%`.
        case confident(Expression, Assurance)
        /// `value is anomalous high using ewma(...) budget 1 per 30d`.
        case anomalous(Expression, Anomaly)
    }

    var form: Form
    var range: SourceRange
}

/// What follows `with confidence`.
struct Assurance: Sendable {
    /// As a share of one.
    var level: Literal
    /// nil: the rule does not say.
    var looks: Confidence.Looks?
}

/// What follows `is anomalous`.
struct Anomaly: Sendable {
    enum Direction: String, Sendable, CaseIterable { case high, low }

    var direction: Direction?
    /// The detector and its parameters.
    var detector: Call?
    /// The false alarms that are put up with, as a rate.
    var budget: Literal?
    /// How far off it must be besides.
    var effect: Literal?
    /// The share of wrong ones among the groups that are called anomalous.
    var discoveries: Literal?
    /// From `is` to the end.
    var range: SourceRange
}

/// A KPI function and what it is asked of: `csat(score from survey where kind == "csat", from 4)`.
struct Call: Sendable {
    struct Argument: Sendable {
        /// nil: by position.
        var name: Name?
        var value: Expression
        /// What its value reaches up to: `ease 1..7`.
        var upTo: Expression?
    }

    var function: Name
    var operand: Expression?
    var selection: Selection
    /// Which of the events, by what followed them.
    var follow: Follow?
    var arguments: [Argument]
}

/// `not followed by order where event == "placed" on customer_id within 90d`.
struct Follow: Sendable {
    var isNegated: Bool
    var selection: Selection
    /// The tags or fields that both events have in common.
    var on: [Name]
    var within: Span
    var range: SourceRange
}

/// Which events: `from STREAM where CONDITION`, each part optional.
struct Selection: Sendable {
    var stream: Name?
    var condition: Expression?
}
