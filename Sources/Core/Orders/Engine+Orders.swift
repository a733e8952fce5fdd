import Model

// What people ask for while it runs.
extension Engine {
    mutating func obey(_ order: Order, at now: Timestamp, _ ticket: UInt64?) -> [Effect] {
        []
    }
}
