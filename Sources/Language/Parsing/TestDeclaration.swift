import Model
import Plans

/// A test as written: when it begins, what comes in, and what is expected of the rules.
struct TestDeclaration: Sendable {
    /// `2026-03-09 09:00 in "Europe/Paris"`.
    struct Start: Sendable {
        /// Days since 1970-01-01.
        var day: Int
        var minutes: Int
        var zone: Text?
        var range: SourceRange
    }

    /// `wait in 0s..3m`: a name for values that the runner draws.
    struct Draw: Sendable {
        var name: Name
        var low: Literal
        var high: Literal
    }

    var title: Text
    var start: Start?
    var sets: [Assignment] = []
    var draws: [Draw] = []
    var runs: Whole?
    var feeds: [Feed] = []
    var expectations: [Expectation] = []
    var isDamaged = false
}

extension TestDeclaration {
    /// Events of one stream: what is in them, when they happen and when they arrive.
    struct Feed: Sendable {
        struct Given: Sendable {
            var column: Name
            var course: Course
        }

        var stream: Name
        var givens: [Given] = []
        /// So many at each time.
        var times: Whole?
        var every: Span?
        var lasting: Span?
        var after: Span?
        var late: Span?
        var doubled: SourceRange?
        var range: SourceRange
    }

    /// How a value goes on from event to event.
    struct Course: Sendable {
        enum Shape: Sendable {
            /// One part of the feed after the other; a single one is constant.
            case steps([Operand])
            case ramp(Operand, to: Operand)
            case rising(Operand, by: Operand)
        }

        var shape: Shape
        /// The standard deviation of what is added.
        var noise: Operand?
    }

    enum Operand: Sendable {
        case literal(Literal)
        /// A text without quotes, or a name that `for any` draws.
        case word(Name)

        var range: SourceRange {
            switch self {
            case .literal(let literal): literal.range
            case .word(let name): name.range
            }
        }
    }
}

extension TestDeclaration {
    struct Expectation: Sendable {
        /// An alert or a KPI, with the tags of the groups that are meant.
        struct Subject: Sendable {
            var name: Name
            var group: [(name: Name, value: Text)] = []
        }

        enum Claim: Sendable {
            case state(Subject, State, When)
            case never(Subject, State, Stretch)
            case value(Subject, Comparison, Literal, tolerance: Literal?, at: Span?)
            case noValue(Subject, at: Span?)
            case told(Telling)
        }

        struct State: Sendable {
            var state: AlertState
            var orWorse: Bool
            var range: SourceRange
        }

        enum When: Sendable {
            case within(Span, after: Span?)
            case throughout(Stretch)
            case at(Span)
        }

        /// `from 1h to 2h`; a side that is not said is that of the test.
        struct Stretch: Sendable {
            var from: Span?
            var to: Span?
        }

        struct Telling: Sendable {
            /// nil: anybody.
            var contact: Text?
            /// nil: at least once.
            var times: Int?
            var containing: [Text] = []
            var within: Span?
            var after: Span?
        }

        var claim: Claim
        var range: SourceRange
    }
}
