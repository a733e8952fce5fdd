/// What the checkpoint can hold: writes itself as bytes and reads itself back the same.
///
/// Laws (tested over everything registered): `load(save(x)) == x`; equal values give equal bytes;
/// `load` reads exactly what `save` wrote; damaged bytes throw and never trap.
public protocol Savable {
    func save(to writer: inout ByteWriter)
    init(from reader: inout ByteReader) throws(DamagedBytes)
}

/// Saved bytes that cannot be what was written.
public struct DamagedBytes: Error, Equatable, Sendable {
    public var reason: String

    public init(_ reason: String) { self.reason = reason }
}

/// Appends values in a fixed layout: little-endian integers, lengths before contents.
public struct ByteWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    @inlinable
    public mutating func write(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { append($0) }
    }
    @inlinable
    public mutating func write(_ value: Double) { write(value.bitPattern) }
    @inlinable
    public mutating func write(_ value: Bool) { write(value ? 1 as UInt8 : 0) }
    public mutating func write(_ value: Timestamp) { write(value.nanoseconds) }
    public mutating func write(_ value: Interval) { write(value.nanoseconds) }
    public mutating func write(_ value: String) {
        write(UInt32(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }
    public mutating func write(_ value: [UInt8]) {
        write(UInt32(value.count))
        bytes.append(contentsOf: value)
    }
    public mutating func write<Value: Savable>(_ value: Value) { value.save(to: &self) }
    public mutating func write<Value: Savable>(_ values: [Value]) {
        write(UInt32(values.count))
        for value in values { value.save(to: &self) }
    }
    public mutating func write<Value: Savable>(_ value: Value?) {
        write(value != nil)
        value?.save(to: &self)
    }

    public mutating func append(_ raw: UnsafeRawBufferPointer) { bytes.append(contentsOf: raw) }

    /// Forgets what was written and keeps the memory for what comes.
    public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}

/// Reads what `ByteWriter` wrote, checking every length against what is left.
public struct ByteReader: Sendable {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    /// Of what is read: in an older one, what came later is not there.
    public var format = Int.max

    public init(_ bytes: [UInt8]) { self.init(bytes[...]) }
    public init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    public var remaining: Int { bytes.endIndex - position }

    public mutating func integer<Value: FixedWidthInteger>(_: Value.Type = Value.self)
        throws(DamagedBytes) -> Value
    {
        let size = MemoryLayout<Value>.size
        guard remaining >= size else { throw DamagedBytes("ends in mid-value") }
        var value = Value.zero
        withUnsafeMutableBytes(of: &value) { target in
            bytes.withUnsafeBytes { source in
                target.copyMemory(
                    from: UnsafeRawBufferPointer(
                        rebasing: source[(position - bytes.startIndex)...].prefix(size)))
            }
        }
        position += size
        return Value(littleEndian: value)
    }
    public mutating func double() throws(DamagedBytes) -> Double {
        Double(bitPattern: try integer())
    }
    public mutating func bool() throws(DamagedBytes) -> Bool {
        switch try integer(UInt8.self) {
        case 0: false
        case 1: true
        default: throw DamagedBytes("a truth value that is neither")
        }
    }
    public mutating func timestamp() throws(DamagedBytes) -> Timestamp {
        Timestamp(nanoseconds: try integer())
    }
    public mutating func interval() throws(DamagedBytes) -> Interval {
        Interval(nanoseconds: try integer())
    }
    /// How many of something: a whole number that is not negative, nor so large that thousands of
    /// them cannot be added up. A million a second reach it in 35 years.
    public mutating func tally() throws(DamagedBytes) -> Int {
        let count = try integer(Int64.self)
        guard 0...1 << 50 ~= count else { throw DamagedBytes("a count that nothing comes to") }
        return Int(count)
    }
    /// A number that goes up one by one and has room left for it.
    public mutating func ordinal() throws(DamagedBytes) -> Int32 {
        let number = try integer(Int32.self)
        guard 0...1 << 30 ~= number else { throw DamagedBytes("a number that nothing comes to") }
        return number
    }
    public mutating func raw() throws(DamagedBytes) -> ArraySlice<UInt8> {
        let count = Int(try integer(UInt32.self))
        guard remaining >= count else { throw DamagedBytes("a length beyond the end") }
        defer { position += count }
        return bytes[position..<position + count]
    }
    public mutating func text() throws(DamagedBytes) -> String {
        String(decoding: try raw(), as: UTF8.self)
    }
    public mutating func value<Value: Savable>(_: Value.Type = Value.self) throws(DamagedBytes)
        -> Value
    {
        try Value(from: &self)
    }
    public mutating func optional<Value: Savable>(_: Value.Type = Value.self)
        throws(DamagedBytes) -> Value?
    {
        try bool() ? try Value(from: &self) : nil
    }
    public mutating func values<Value: Savable>(_: Value.Type = Value.self) throws(DamagedBytes)
        -> [Value]
    {
        let count = Int(try integer(UInt32.self))
        guard count <= remaining else { throw DamagedBytes("a count beyond the end") }
        var values: [Value] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try Value(from: &self)) }
        return values
    }
}

extension String: Savable {
    public func save(to writer: inout ByteWriter) { writer.write(self) }
    public init(from reader: inout ByteReader) throws(DamagedBytes) { self = try reader.text() }
}

extension Timestamp: Savable {
    public func save(to writer: inout ByteWriter) { writer.write(nanoseconds) }
    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        self = try reader.timestamp()
    }
}

extension Labels: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(UInt32(pairs.count))
        for pair in pairs {
            writer.write(pair.name)
            writer.write(pair.value)
        }
    }
    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        let count = Int(try reader.integer(UInt32.self))
        self.init()
        for _ in 0..<count { pairs.append(Pair(try reader.text(), try reader.text())) }
    }
}
