/// What formatting does to a few lines: those that were, and those that are.
public struct LineChange: Equatable, Sendable {
    /// The number of the first of the old lines.
    public var line: Int
    public var old: [String]
    public var new: [String]
}

/// The lines in which a file differs from itself laid out.
///
/// Formatting keeps the order of all that can be seen, so that the two are walked side by side:
/// lines are the same line if they are so without their blanks.
///
/// - Complexity: linear in the length of the texts.
public func changes(from old: String, to new: String) -> [LineChange] {
    let olds = lines(of: old)
    let news = lines(of: new)
    var found: [LineChange] = []
    var (i, j) = (0, 0)
    while i < olds.count || j < news.count {
        if i < olds.count, j < news.count, olds[i] == news[j] {
            (i, j) = (i + 1, j + 1)
            continue
        }
        let start = (i, j)
        (i, j) = step(over: olds[i...], news[j...])
        let change = LineChange(
            line: start.0 + 1, old: Array(olds[start.0..<i]), new: Array(news[start.1..<j]))
        if let last = found.last, last.line + last.old.count == change.line {
            found[found.count - 1].old += change.old
            found[found.count - 1].new += change.new
        } else {
            found.append(change)
        }
    }
    return found
}

/// To where both have said the same.
private func step(over olds: ArraySlice<String>, _ news: ArraySlice<String>) -> (Int, Int) {
    var (i, j) = (olds.startIndex, news.startIndex)
    guard i < olds.endIndex else { return (i, news.endIndex) }
    guard j < news.endIndex else { return (olds.endIndex, j) }
    var (said, saidAgain) = (visible(olds[i]), visible(news[j]))
    if said.isEmpty, !saidAgain.isEmpty { return (i + 1, j) }
    if saidAgain.isEmpty, !said.isEmpty { return (i, j + 1) }
    (i, j) = (i + 1, j + 1)
    while said != saidAgain {
        if said.count < saidAgain.count, i < olds.endIndex {
            said += visible(olds[i])
            i += 1
        } else if j < news.endIndex, saidAgain.count <= said.count {
            saidAgain += visible(news[j])
            j += 1
        } else {
            return (olds.endIndex, news.endIndex)
        }
    }
    return (i, j)
}

private func visible(_ line: String) -> [UInt8] {
    line.utf8.filter { $0 > UInt8(ascii: " ") }
}

/// With what ends them, but for a newline: a carriage return is a difference.
private func lines(of text: String) -> [String] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
}
