/// What is made of a finding, under what a rule puts up with.
public enum Judgement: Equatable, Sendable {
    case learning
    case calm(Surprise)
    case anomalous(Surprise)

    public var isAnomalous: Bool {
        if case .anomalous = self { true } else { false }
    }

    public var surprise: Surprise? {
        switch self {
        case .learning: nil
        case .calm(let surprise), .anomalous(let surprise): surprise
        }
    }
}
