/// Points and their fields in two flat tables that are filled, read and emptied over and over.
///
/// Once it has grown to the size of its work it allocates no more.
public struct PointBuffer: ~Copyable, @unchecked Sendable {
    // Unchecked: there is one owner, and only it reaches the memory.
    private var pointTable: UnsafeMutableBufferPointer<ParsedPoint>
    private var fieldTable: UnsafeMutableBufferPointer<ParsedField>
    public private(set) var pointCount = 0
    public private(set) var fieldCount = 0

    public init(points: Int = 64, fields: Int = 256) {
        precondition(points > 0 && fields > 0, "a table doubles, and nothing doubled stays nothing")
        pointTable = .allocate(capacity: points)
        fieldTable = .allocate(capacity: fields)
    }

    deinit {
        pointTable.deallocate()
        fieldTable.deallocate()
    }

    /// Good until the buffer next changes.
    public var points: UnsafeBufferPointer<ParsedPoint> {
        UnsafeBufferPointer(start: pointTable.baseAddress, count: pointCount)
    }

    /// Good until the buffer next changes.
    public var fields: UnsafeBufferPointer<ParsedField> {
        UnsafeBufferPointer(start: fieldTable.baseAddress, count: fieldCount)
    }

    public mutating func removeAll() {
        pointCount = 0
        fieldCount = 0
    }

    @inline(__always)
    mutating func append(_ point: ParsedPoint) {
        if pointCount == pointTable.count { pointTable = doubled(pointTable) }
        pointTable.initializeElement(at: pointCount, to: point)
        pointCount += 1
    }

    @inline(__always)
    mutating func append(_ field: ParsedField) {
        if fieldCount == fieldTable.count { fieldTable = doubled(fieldTable) }
        fieldTable.initializeElement(at: fieldCount, to: field)
        fieldCount += 1
    }

    /// Forgets the fields of a line that came to nothing.
    mutating func removeFields(from count: Int) { fieldCount = count }

    var fieldCapacity: Int { fieldTable.count }
}

@inline(never)
private func doubled<Row: BitwiseCopyable>(
    _ table: UnsafeMutableBufferPointer<Row>
) -> UnsafeMutableBufferPointer<Row> {
    let larger = UnsafeMutableBufferPointer<Row>.allocate(capacity: table.count * 2)
    _ = larger.update(fromContentsOf: table)
    table.deallocate()
    return larger
}
