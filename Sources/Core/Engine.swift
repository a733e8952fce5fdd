public import Model

/// One way in, one way out.
public struct Engine {
    public init(linking link: @escaping Linker) {}
    public mutating func apply(_ event: Event) -> [Effect] { [] }
    /// When a tick would next do something; nil: never, as things stand.
    public var nextDue: Timestamp? { nil }
    public func status() -> EngineStatus { fatalError() }
}

/// Makes the program of rules again. It must give the same program for the same rules.
public typealias Linker = @Sendable (RuleSet) -> Program?
public struct Program: Sendable {}
