/// What bytes of strangers go through, and what must hold whatever they are.
///
/// Pure: the same bytes, the same answer. libFuzzer calls it from `Sources/fuzz`, and
/// `FuzzingTests` replays what is known. Beside what is checked by hand it must not trap, must not
/// read past its bytes and must end soon.
public struct Harness: Sendable {
    public let name: String
    /// What the bytes are taken for.
    public let summary: String
    /// Longer inputs find no more, only more slowly.
    public let longest: Int
    /// Good inputs to begin with, made by the code that makes the real ones: they never go stale.
    public let seeds: @Sendable () -> [[UInt8]]
    private let body: @Sendable (UnsafeRawBufferPointer) throws(Finding) -> Void

    init(
        _ name: String, _ summary: String, longest: Int,
        seeds: @escaping @Sendable () -> [[UInt8]],
        check: @escaping @Sendable (UnsafeRawBufferPointer) throws(Finding) -> Void
    ) {
        self.name = name
        self.summary = summary
        self.longest = longest
        self.seeds = seeds
        body = check
    }

    /// - Errors: what should have held.
    public func check(_ bytes: UnsafeRawBufferPointer) throws(Finding) { try body(bytes) }
}

/// All of them, in the order in which bytes meet them.
public let harnesses: [Harness] = [.lines, .bodies, .rules, .journal, .checkpoint, .engine]

/// What should have held and did not.
public struct Finding: Error, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

func expect(
    _ condition: Bool, _ otherwise: @autoclosure () -> String
) throws(Finding) {
    if !condition { throw Finding(otherwise()) }
}
