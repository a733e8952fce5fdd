import Model

/// Decisions read off the front of an input, which is what a fuzzer turns its bytes into; at its
/// end every decision is zero.
struct Bites {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: UnsafeRawBufferPointer) { rest = Array(bytes)[...] }

    var isEmpty: Bool { rest.isEmpty }

    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    /// From 0 up to `count`, which is not among them.
    mutating func choice(of count: Int) -> Int { Int(byte()) % count }

    mutating func number() -> Int { Int(byte()) << 8 | Int(byte()) }

    /// A stretch with its length before it, in two bytes, or what is left.
    mutating func piece() -> [UInt8] {
        let piece = Array(rest.prefix(number()))
        rest = rest.dropFirst(piece.count)
        return piece
    }

    /// All that is left.
    mutating func all() -> [UInt8] {
        defer { rest = [] }
        return Array(rest)
    }
}

/// The other way round, for seeds.
struct Morsels {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ bytes: UInt8...) { self.bytes += bytes }

    mutating func add(piece: [UInt8]) {
        precondition(piece.count <= UInt16.max, "a piece has a length of two bytes")
        add(UInt8(piece.count >> 8), UInt8(piece.count & 0xFF))
        bytes += piece
    }

    mutating func add(rest: [UInt8]) { bytes += rest }
}
