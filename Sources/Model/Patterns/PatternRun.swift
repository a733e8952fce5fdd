/// All ways through a program at once.
struct PatternRun {
    private let program: [PatternStep]
    /// Steps that wait for the next scalar.
    private var waiting: [Int] = []
    /// Up to which scalar each step has been seen, so that none is twice in one round.
    private var seen: [Int]
    private var round = 0
    private var isAtEnd = false

    init(_ program: [PatternStep]) {
        self.program = program
        seen = Array(repeating: 0, count: program.count)
    }

    mutating func accepts(_ text: String.UnicodeScalarView) -> Bool {
        var rest = text.makeIterator()
        var (before, next) = (Unicode.Scalar?.none, rest.next())
        round = 1
        follow(0, between: nil, and: next)
        while let scalar = next {
            next = rest.next()
            let steps = waiting
            guard !steps.isEmpty else { return false }
            (waiting, isAtEnd) = ([], false)
            waiting.reserveCapacity(steps.count)
            round += 1
            before = scalar
            for step in steps {
                guard case .take(let set) = program[step], set.contains(scalar) else { continue }
                follow(step + 1, between: before, and: next)
            }
        }
        return isAtEnd
    }

    /// Goes on from a step as far as no scalar is taken.
    private mutating func follow(
        _ start: Int, between left: Unicode.Scalar?, and right: Unicode.Scalar?
    ) {
        var places = [start]
        while let place = places.popLast() {
            guard seen[place] != round else { continue }
            seen[place] = round
            switch program[place] {
            case .take: waiting.append(place)
            case .pass(let edge):
                if edge.holds(between: left, and: right) { places.append(place + 1) }
            case .jump(let target): places.append(target)
            case .fork(let first, let second): places += [second, first]
            case .accept: isAtEnd = true
            }
        }
    }
}
