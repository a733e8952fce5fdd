/// What one run is made of: the seed decides everything, the rest takes away from it or adds to it.
public struct Trial: Codable, Equatable, Sendable {
    public var seed: UInt64
    public var days: Double
    /// Faults that do not come.
    public var spared: [Fault] = []
    public var sabotage: Sabotage?
    /// One thing that goes wrong, in a world without faults.
    public var mishap: Mishap?

    public init(
        seed: UInt64, days: Double, spared: [Fault] = [], sabotage: Sabotage? = nil,
        mishap: Mishap? = nil
    ) {
        self.seed = seed
        self.days = days
        self.spared = spared
        self.sabotage = sabotage
        self.mishap = mishap
    }

    /// The command that shows it again.
    public var command: String {
        "swift run -c release dev sim --seed \(seed) --days \(days)\(choice)"
            + (sabotage.map { " --sabotage \($0.rawValue)" } ?? "")
    }

    /// Whichever is shorter.
    private var choice: String {
        let left = Fault.allCases.filter { !spared.contains($0) }
        func list(_ faults: [Fault]) -> String { faults.map(\.name).joined(separator: ",") }
        if spared.isEmpty { return "" }
        if left.isEmpty { return " --only none" }
        return left.count < spared.count ? " --only \(list(left))" : " --without \(list(spared))"
    }
}

/// The n-th call of something fails, or the process dies of it.
public enum Mishap: Codable, Equatable, Sendable {
    case disk(call: Int, MemoryDisk.Fault, kills: Bool)
    case delivery(Int, Fault)
    /// The process dies before it has handed over so many effects.
    case death(effect: Int)
}
