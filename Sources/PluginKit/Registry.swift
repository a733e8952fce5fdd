/// Every plugin there is, assembled once by the command and passed; there is no global.
public struct Registry: Sendable {
    public var functions: [FunctionKind]
    public var detectors: [DetectorKind]
    public var notifiers: [any Notifier.Type]
    /// In the order in which they look at a text.
    public var redactors: [any Redactor.Type]

    public init(
        functions: [FunctionKind], detectors: [DetectorKind] = [],
        notifiers: [any Notifier.Type], redactors: [any Redactor.Type] = []
    ) {
        self.functions = functions
        self.detectors = detectors
        self.notifiers = notifiers
        self.redactors = redactors
    }

    public func function(_ name: String) -> FunctionKind? { functions.first { $0.name == name } }

    public func detector(_ name: String) -> DetectorKind? { detectors.first { $0.name == name } }

    public func notifier(_ name: String) -> (any Notifier.Type)? {
        notifiers.first { $0.manifest.name == name }
    }
}
