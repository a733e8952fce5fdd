/// A KPI function in the registry: what it says of itself and how to make its panes.
public struct FunctionKind: Sendable {
    public let type: any KPIFunction.Type
    public let makePanes: @Sendable (Arguments, PaneShape) -> any PaneStore

    public var description: FunctionManifest { type.description }
    public var name: String { description.manifest.name }

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

    @inlinable
    init(
        type: any KPIFunction.Type,
        makePanes: @escaping @Sendable (Arguments, PaneShape) -> any PaneStore
    ) {
        self.type = type
        self.makePanes = makePanes
    }
}
