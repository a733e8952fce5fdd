import Model

@testable import Language

/// Makes bad programs of good ones, as slips of the hand, habits from elsewhere and torn files do.
struct Mutator {
    private var random: SplitMix64
    private let bases: [String]

    init(seed: UInt64, bases: [String]) {
        random = SplitMix64(seed: seed)
        self.bases = bases
    }

    private static let words =
        Array(Block.allWords).sorted() + Block.declarations + [
            "when", "for", "after", "each", "on", "groups", "within", "data", "points", "EUR",
            "15%",
            "4h", "0.95", "\"x\"", "==", "<=", "{", "}", "(", ")", "[", "]", ",", "=", "-", "*",
            "..",
            "#", "\n", "\"", "é", "“", "//", ";", "&&", "count()", "mean(wait)", "by", "SELECT",
            "1e9", "99999999999999999999", "2026-13-45", "25:99", "\u{0}", "\u{FEFF}", "\u{1F600}",
            "per", "in", "not", "and", "or", "where", "ago", "peers", "silent",
            "with confidence 95%", "at all looks", "confidence", "look",
        ]

    mutating func next() -> String {
        var text: [UInt8]
        if Bool.random(using: &random) {
            text = Array(RandomProgram.text(seed: random.next()).utf8)
        } else {
            text = Array(bases.randomElement(using: &random)!.utf8)
        }
        if text.count > 1_500 {
            let start = Int.random(in: 0..<text.count - 1_500, using: &random)
            text = Array(text[start..<start + 1_500])
        }
        for _ in 0..<Int.random(in: 0...5, using: &random) where !text.isEmpty { change(&text) }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func change(_ text: inout [UInt8]) {
        let at = Int.random(in: 0..<text.count, using: &random)
        let length = min(Int.random(in: 1...30, using: &random), text.count - at)
        switch Int.random(in: 0..<7, using: &random) {
        case 0: text.removeSubrange(at..<at + length)
        case 1: text.insert(contentsOf: text[at..<at + length], at: at)
        case 2, 3:
            let word = Self.words.randomElement(using: &random)!
            text.insert(contentsOf: " \(word) ".utf8, at: at)
        case 4: text[at] = UInt8.random(in: 0...255, using: &random)
        case 5: changeWord(&text, at: at)
        default: text.swapAt(at, Int.random(in: 0..<text.count, using: &random))
        }
    }

    /// The word that stands there becomes another.
    private mutating func changeWord(_ text: inout [UInt8], at: Int) {
        let isLetter = { (byte: UInt8) in byte == 95 || (byte | 0x20 > 96 && byte | 0x20 < 123) }
        guard let start = text[at...].firstIndex(where: isLetter) else { return }
        let end = text[start...].firstIndex { !isLetter($0) } ?? text.count
        text.replaceSubrange(start..<end, with: Self.words.randomElement(using: &random)!.utf8)
    }
}
