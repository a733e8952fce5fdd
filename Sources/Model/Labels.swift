/// Names and values in an order that means something: the tags of a group in the order of `by`, or
/// an alert's labels as written.
public struct Labels: Hashable, Sendable {
    public struct Pair: Hashable, Sendable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public var pairs: [Pair]

    public init(_ pairs: [Pair] = []) { self.pairs = pairs }

    public var isEmpty: Bool { pairs.isEmpty }

    /// The value of the first pair of that name. O(n); n is the handful of tags of a `by`.
    public subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

    /// `{"channel":"chat"}`.
    public var json: JSON { .object(pairs.map { ($0.name, .text($0.value)) }) }
}

extension Labels: CustomStringConvertible {
    /// `channel=chat, team=lille` for people; an empty value shows as `(none)`, no label at all as
    /// nothing.
    public var description: String {
        pairs.map { "\($0.name)=\($0.value.isEmpty ? "(none)" : $0.value)" }
            .joined(separator: ", ")
    }
}
