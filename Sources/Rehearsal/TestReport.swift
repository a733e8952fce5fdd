public import Model
public import Plans

/// What came of one test.
public struct TestReport: Sendable {
    public struct Drawn: Sendable {
        public var name: String
        public var value: Double
        public var unit: Unit
    }

    public var test: TestPlan
    /// The file that it stands in.
    public var path: String
    public var clock: WallClock
    /// How often it was run, before the search for the smallest counter-example.
    public var runs = 0
    /// In the order of its expectations.
    public var failures: [Failure] = []
    /// The drawn values with which it fails; none: nothing was drawn.
    public var example: [Drawn] = []
    /// Why it could not be run at all; nil: it could.
    public var unready: String?

    init(_ test: TestPlan, in path: String, by clock: WallClock, unready: String? = nil) {
        self.test = test
        self.path = path
        self.clock = clock
        self.unready = unready
    }

    public var hasPassed: Bool { failures.isEmpty && unready == nil }
}
