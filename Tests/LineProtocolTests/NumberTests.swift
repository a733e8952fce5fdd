import Model
import Testing

@testable import LineProtocol

/// Whatever way a number takes, it is the nearest double.
@Suite struct NumberTests {
    private func read(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBufferPointer {
            let start = $0.baseAddress!
            guard case .float(let value) = decodedNumber(start, start + $0.count) else {
                return nil
            }
            return value
        }
    }

    @Test func printedDoublesComeBack() {
        var random = SplitMix64(seed: 1)
        for _ in 0..<50_000 {
            let any = Double(bitPattern: random.next())
            if any.isFinite { #expect(read("\(any)") == any) }
            let usual = Double.random(in: -1e6...1e6, using: &random)
            #expect(read("\(usual)") == usual)
        }
    }

    @Test func decimalsAreRoundedOnce() {
        var random = SplitMix64(seed: 2)
        for _ in 0..<50_000 {
            let digits = "\(random.next() >> UInt64.random(in: 0..<64, using: &random))"
            let dot = Int.random(in: 0...digits.count, using: &random)
            let text = digits.prefix(dot) + "." + digits.dropFirst(dot)
            #expect(read(String(text)) == Double(String(text)), "\(text)")
        }
    }

    /// Halfway between two doubles, a little less and a little more.
    @Test func ties() {
        for text in [
            "9007199254740993.0", "9007199254740992.999", "9007199254740993.001",
            "4503599627370496.5", "4503599627370497.5", "4503599627370497.499",
            "1.00000000000000011", "1.000000000000000111", "0.5000000000000000555",
        ] { #expect(read(text) == Double(text), "\(text)") }
    }
}
