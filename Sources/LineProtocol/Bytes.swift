/// The bytes that mean something in the line protocol.
///
/// Computed, not stored: a stored static would cost a look behind a lock where it is not folded.
extension UInt8 {
    static var tab: UInt8 { 0x09 }
    static var newline: UInt8 { 0x0A }
    static var carriageReturn: UInt8 { 0x0D }
    static var space: UInt8 { 0x20 }
    static var quote: UInt8 { 0x22 }
    static var hash: UInt8 { 0x23 }
    static var comma: UInt8 { 0x2C }
    static var minus: UInt8 { 0x2D }
    static var dot: UInt8 { 0x2E }
    static var equals: UInt8 { 0x3D }
    static var backslash: UInt8 { 0x5C }

    var isDigit: Bool { self &- 0x30 < 10 }
    var isControl: Bool { self < 0x20 || self == 0x7F }
}
