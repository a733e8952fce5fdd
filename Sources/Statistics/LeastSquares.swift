/// What is left of values once as much as possible of them is made of some columns.
///
/// A column that says what others say already is left out.
///
/// - Parameter columns: each as long as the values.
/// - Complexity: O(n k²) of n values and k columns.
/// - Source: Gram and Schmidt in the modified order, which loses few digits: Björck, "Solving
///   linear least squares problems by Gram-Schmidt orthogonalization", BIT 7, 1967.
public func residuals(of values: [Double], beside columns: [[Double]]) -> [Double] {
    var kept: [[Double]] = []
    for column in columns {
        let size = product(column, column)
        var rest = column
        for other in kept { remove(other, from: &rest) }
        let left = product(rest, rest)
        guard left > 1e-10 * size else { continue }
        let length = left.squareRoot()
        kept.append(rest.map { $0 / length })
    }
    var rest = values
    for column in kept { remove(column, from: &rest) }
    return rest
}

/// - Parameter direction: of length one.
private func remove(_ direction: [Double], from values: inout [Double]) {
    let part = product(direction, values)
    for index in values.indices { values[index] -= part * direction[index] }
}

private func product(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
}
