/// What a plugin says of itself: the checker, the suggestions, `vigie plugins`, the reference and
/// the tests all read it.
public struct Manifest: Sendable {
    public var name: String
    /// One sentence, as `vigie plugins` prints it.
    public var summary: String
    public var parameters: [Parameter]

    public init(_ name: String, _ summary: String, parameters: [Parameter] = []) {
        self.name = name
        self.summary = summary
        self.parameters = parameters
    }
}

/// A number that a rule may set.
public struct Parameter: Equatable, Sendable {
    /// How a rule writes it.
    public enum Form: Equatable, Sendable {
        case number
        /// A length of time; the value is in seconds.
        case duration
        /// One of some words; the value is its place among them.
        case word([String])
    }

    public var name: String
    public var form: Form
    public var range: ClosedRange<Double>
    /// The value where the rule is silent; nil: the rule must say.
    public var standard: Double?
    public var summary: String

    public init(
        _ name: String, _ range: ClosedRange<Double>, as form: Form = .number,
        standard: Double? = nil, _ summary: String
    ) {
        self.name = name
        self.form = form
        self.range = range
        self.standard = standard
        self.summary = summary
    }
}

/// The parameters of one use of a plugin, complete and within their ranges.
public struct Arguments: Hashable, Sendable {
    /// In the order of the manifest.
    public private(set) var values: [Argument]

    public struct Argument: Hashable, Sendable {
        public var name: String
        public var value: Double
    }

    public enum Fault: Error, Equatable, Sendable {
        case unknown(String)
        case missing(String)
        case outOfRange(String, Double, ClosedRange<Double>)
    }

    /// Completes what a rule wrote with the standard values.
    public init(_ written: [(String, Double)] = [], for parameters: [Parameter]) throws(Fault) {
        for (name, _) in written where !parameters.contains(where: { $0.name == name }) {
            throw .unknown(name)
        }
        values = []
        for parameter in parameters {
            let value = written.last { $0.0 == parameter.name }?.1 ?? parameter.standard
            guard let value else { throw .missing(parameter.name) }
            guard parameter.range.contains(value) else {
                throw .outOfRange(parameter.name, value, parameter.range)
            }
            values.append(Argument(name: parameter.name, value: value))
        }
    }

    /// Of a plugin without parameters.
    public static let none = Arguments(values: [])

    private init(values: [Argument]) { self.values = values }

    /// The value of a parameter that the manifest declares.
    public subscript(name: String) -> Double {
        guard let found = values.first(where: { $0.name == name }) else {
            preconditionFailure("`\(name)` is not in the manifest of this plugin")
        }
        return found.value
    }
}
