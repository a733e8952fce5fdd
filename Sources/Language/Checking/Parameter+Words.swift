import Model
public import PluginKit

extension Parameter {
    /// What a rule may write for it.
    var wants: String {
        switch form {
        case .number: "lies between \(written(range.lowerBound)) and \(written(range.upperBound))"
        case .duration:
            "lies between `\(written(range.lowerBound))` and `\(written(range.upperBound))`"
        case .word(let words): "is one of \(list(words))"
        }
    }

    var example: String {
        "\(name) \(written(standard ?? (range.lowerBound + range.upperBound) / 2))"
    }

    /// A value as a rule writes it.
    public func written(_ value: Double) -> String {
        switch form {
        case .number: short(value)
        case .duration: "\(Interval(nanoseconds: Int64(value * 1e9)))"
        case .word(let words): words[min(max(0, Int(value)), words.count - 1)]
        }
    }
}
