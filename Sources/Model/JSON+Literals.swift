extension JSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral,
    ExpressibleByStringLiteral, ExpressibleByIntegerLiteral
{
    public init(dictionaryLiteral pairs: (String, JSON)...) { self = .object(pairs) }
    public init(arrayLiteral values: JSON...) { self = .array(values) }
    public init(stringLiteral text: String) { self = .text(text) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
}
