/// A KPI function in the registry: what it says of itself and how to make its panes.
public struct FunctionKind: Sendable {
    public let type: any KPIFunction.Type
    public let makePanes: @Sendable (Arguments, PaneShape) -> any PaneStore
    /// At most one: see `measure`.
    private let measures: [FunctionKind]

    public var description: FunctionManifest { type.description }
    public var name: String { description.manifest.name }

    /// The function that knows the interval of this one's value, where this one does not remember
    /// enough for it. It is folded beside it where a rule asks for confidence, and nowhere else.
    public var measure: FunctionKind? { measures.first }

    /// Whether the interval of its value can be asked for.
    public var isMeasured: Bool { description.isMeasured || measure != nil }

    /// The same with another function that knows the interval of its value.
    public func measured(by measure: FunctionKind) -> FunctionKind {
        FunctionKind(type: type, measures: [measure], makePanes: makePanes)
    }

    /// Here the type is static, so that its pane loop is compiled for it; see `CompiledPanes`.
    @inlinable
    public static func of<Function: KPIFunction>(_ type: Function.Type) -> FunctionKind {
        FunctionKind(type: type) {
            $1.isOfPeriod
                ? CompiledPanes(PeriodPanes<Function>($0, $1))
                : CompiledPanes(StackedPanes<Function>($0, $1))
        }
    }

    @inlinable
    public static func of<Function: InvertibleFunction>(_ type: Function.Type) -> FunctionKind {
        FunctionKind(type: type) {
            $1.isOfPeriod
                ? CompiledPanes(PeriodPanes<Function>($0, $1))
                : CompiledPanes(RunningPanes<Function>($0, $1))
        }
    }

    @usableFromInline
    init(
        type: any KPIFunction.Type, measures: [FunctionKind] = [],
        makePanes: @escaping @Sendable (Arguments, PaneShape) -> any PaneStore
    ) {
        self.type = type
        self.measures = measures
        self.makePanes = makePanes
    }
}
