/// A number of bytes.
///
/// - Shape: `64KiB`, `2GiB`, `1_000_000`.
public struct ByteSize: Hashable, Comparable, Sendable, CustomStringConvertible {
    public var bytes: Int

    public init(_ bytes: Int) { self.bytes = bytes }

    /// Largest first.
    static let units = [
        ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1),
    ]

    /// Reads a whole number with or without a unit.
    public init?(_ text: String) {
        let unit = Self.units.first { text.hasSuffix($0.0) }
        let digits = text.dropLast(unit?.0.count ?? 0)
        guard let count = Int(grouped: digits) else { return nil }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: unit?.1 ?? 1)
        guard !overflow else { return nil }
        self.init(bytes)
    }

    public static func < (left: ByteSize, right: ByteSize) -> Bool { left.bytes < right.bytes }

    /// In the largest unit of which it is a whole number.
    public var description: String {
        let unit = Self.units.first { bytes != 0 && bytes.isMultiple(of: $0.1) } ?? ("B", 1)
        return "\(bytes / unit.1)\(unit.0)"
    }
}

extension Int {
    /// Reads a whole number >= 0 whose digits may be grouped: `1_000_000`.
    init?(grouped text: some StringProtocol) {
        guard let first = text.first, let last = text.last, first != "_", last != "_",
            text.allSatisfy({ $0 == "_" || ("0"..."9").contains($0) }),
            let value = Int(String(text.filter { $0 != "_" }))
        else { return nil }
        self = value
    }
}
