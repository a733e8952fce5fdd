/// Names in an order in which each comes after those that it needs, and the circles that stand in
/// the way of one.
///
/// Depth first, with a stack of its own: a long chain must not exhaust the thread's.
///
/// - Complexity: O(names + needs).
struct Precedence {
    struct Circle {
        /// By index: the first of them, and what leads from there.
        var members: [Int]
        /// Where the last needs the first again.
        var closing: Name

        /// Round it, in words.
        func course(_ link: String, _ name: (Int) -> String) -> String {
            (members + members.prefix(1)).map { "`\(name($0))`" }.joined(separator: link)
        }
    }

    private(set) var indices: [Int] = []
    private(set) var circles: [Circle] = []

    private enum Mark { case new, open, done }

    /// - Parameter nodes: each with what it needs; needs that are none of them do not count.
    init(_ nodes: [(name: String, needs: [Name])]) {
        let places = Dictionary(
            nodes.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        var marks = nodes.map { _ in Mark.new }
        for start in nodes.indices where marks[start] == .new {
            var path = [(node: start, next: 0)]
            marks[start] = .open
            while let (node, next) = path.last {
                guard next < nodes[node].needs.count else {
                    marks[node] = .done
                    indices.append(node)
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let need = nodes[node].needs[next]
                guard let target = places[need.text] else { continue }
                switch marks[target] {
                case .done: break
                case .open:
                    let members = path.map(\.node).drop { $0 != target }
                    circles.append(Circle(members: Array(members), closing: need))
                case .new:
                    marks[target] = .open
                    path.append((target, 0))
                }
            }
        }
    }
}
