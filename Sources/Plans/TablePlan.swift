public import Model

/// A number that differs by the values of tags.
public struct TablePlan: Equatable, Sendable {
    public struct Row: Equatable, Sendable {
        /// A value for each tag of the table's `by`.
        public var keys: [String]
        public var value: Double

        public init(_ keys: [String], _ value: Double) {
            self.keys = keys
            self.value = value
        }
    }

    public var name: String
    public var by: [String]
    public var unit: Unit
    public var rows: [Row]
    /// nil: for what no row fits there is no number.
    public var otherwise: Double?

    public init(
        _ name: String, by: [String], unit: Unit, rows: [Row], otherwise: Double? = nil
    ) {
        self.name = name
        self.by = by
        self.unit = unit
        self.rows = rows
        self.otherwise = otherwise
    }
}
