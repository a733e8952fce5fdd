// What bytes of a text are, as far as redactors ask.
extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    /// Of any alphabet: what is not ASCII is taken for one.
    var isLetter: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) || self >= 0x80
    }

    var isWord: Bool { isDigit || isLetter }
    var isCapital: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
    var isSpace: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}

/// Digits with nothing between them but what people put between digits.
struct DigitRun {
    /// From the first digit, or the sign before it, to the last digit.
    var range: Range<Int>
    var digits: [UInt8]
    /// Whether a `+` stands before it.
    var isSigned: Bool

    /// All runs of a text.
    static func all(in text: [UInt8]) -> [DigitRun] {
        var (runs, place): ([DigitRun], Int) = ([], 0)
        while place < text.count {
            guard text[place].isDigit, place == 0 || !text[place - 1].isWord else {
                place += 1
                continue
            }
            let run = run(in: text, from: place)
            runs.append(run)
            place = run.range.upperBound
        }
        return runs
    }

    private static func run(in text: [UInt8], from start: Int) -> DigitRun {
        let isSigned = start > 0 && text[start - 1] == UInt8(ascii: "+")
        var run = DigitRun(
            range: (isSigned ? start - 1 : start)..<start, digits: [], isSigned: isSigned)
        var place = start
        while place < text.count {
            if text[place].isDigit {
                run.digits.append(text[place] - UInt8(ascii: "0"))
                place += 1
                run.range = run.range.lowerBound..<place
            } else if let length = gap(in: text, at: place) {
                place += length
            } else {
                break
            }
        }
        return run
    }

    /// How many bytes stand between two digits of one number; nil: it ends here.
    private static func gap(in text: [UInt8], at start: Int) -> Int? {
        var place = start
        while place < text.count, place - start < 6, !text[place].isDigit {
            switch text[place] {
            case UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/"),
                UInt8(ascii: "("), UInt8(ascii: ")"):
                place += 1
            case 0xC2 where place + 1 < text.count && text[place + 1] == 0xA0: place += 2
            // The narrow space, and the hyphens of typesetters.
            case 0xE2 where place + 2 < text.count && text[place + 1] == 0x80: place += 3
            default: return nil
            }
        }
        return place < text.count && text[place].isDigit && place > start ? place - start : nil
    }
}
