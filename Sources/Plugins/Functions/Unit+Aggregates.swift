internal import Model

/// What a function's value counts, given what its samples count. nil: the function cannot be asked
/// of them.
extension Unit {
    /// One of the samples, or a value between two: their own unit.
    var ofSample: Unit? {
        switch self {
        case .bool, .text: nil
        default: self
        }
    }

    /// An average or a spread: the samples' own unit, but a mean of counts need not be whole.
    var ofAverage: Unit? { self == .count ? .number : ofSample }

    /// A total: marks, shares and points added up are no longer marks, shares and points.
    var ofTotal: Unit? {
        switch self {
        case .percent, .score, .points: .number
        default: ofSample
        }
    }
}
