/// One step of a pattern's program; places are numbers of steps.
enum PatternStep: Sendable {
    case take(ScalarSet)
    case pass(PatternEdge)
    case jump(Int)
    case fork(Int, Int)
    case accept
}

/// Makes a program of a pattern.
struct PatternWriter {
    private(set) var steps: [PatternStep] = []

    mutating func write(_ node: PatternNode) throws(PatternFault) {
        switch node {
        case .set(let set): try add(.take(set))
        case .edge(let edge): try add(.pass(edge))
        case .sequence(let nodes): for node in nodes { try write(node) }
        case .choice(let nodes): try write(choice: nodes)
        case .repeated(let node, let least, let most):
            try write(node, atLeast: least, atMost: most)
        }
    }

    private mutating func add(_ step: PatternStep) throws(PatternFault) {
        guard steps.count < Limits.patternStates else {
            throw PatternFault(at: 0, "its repetitions make it too large")
        }
        steps.append(step)
    }

    /// `fork 1, L2; 1: ...; jump end; L2: ...`
    private mutating func write(choice nodes: [PatternNode]) throws(PatternFault) {
        var ends: [Int] = []
        for (index, node) in nodes.enumerated() {
            guard index < nodes.count - 1 else {
                try write(node)
                break
            }
            let fork = steps.count
            try add(.fork(fork + 1, 0))
            try write(node)
            ends.append(steps.count)
            try add(.jump(0))
            steps[fork] = .fork(fork + 1, steps.count)
        }
        for end in ends { steps[end] = .jump(steps.count) }
    }

    /// So many copies, and a loop or as many more that may be left out.
    private mutating func write(
        _ node: PatternNode, atLeast least: Int, atMost most: Int?
    ) throws(PatternFault) {
        for _ in 0..<least {
            let before = steps.count
            try write(node)
            // However often, nothing is nothing.
            if steps.count == before { return }
        }
        guard let most else {
            let fork = steps.count
            try add(.fork(fork + 1, 0))
            try write(node)
            try add(.jump(fork))
            steps[fork] = .fork(fork + 1, steps.count)
            return
        }
        var forks: [Int] = []
        for _ in least..<most {
            forks.append(steps.count)
            try add(.fork(steps.count + 1, 0))
            try write(node)
        }
        for fork in forks { steps[fork] = .fork(fork + 1, steps.count) }
    }
}
