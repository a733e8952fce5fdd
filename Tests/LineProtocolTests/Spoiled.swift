import Model

/// Random batches of the line protocol, and what senders, networks and enemies make of them.
enum Spoiled {
    private static let names = [
        "m", "cpu", "call_center_waiting_time", #"a\ b"#, #"a\,b"#, #"a\=b"#, #"a\\"#, #"\a"#,
        #"a"b"#, "été", "日本", "a=b", "_x", "#x", "x#",
    ]
    private static let values = [
        "1", "-1.5", "0.25", "1e9", "12i", "-7i", "3u", "t", "FALSE", "True", "12345678.12345678",
        "98.79518072289157", "9007199254740993", "9223372036854775807i", "18446744073709551616u",
        #""""#, #""text""#, #""a, b=c""#, #""say \"hi\"""#, #""back\\""#, "\"two\nlines\"",
        "\"\n\n\"", #""x="y""#, "\"dix‑sept\"", "1e400", ".5", "5.", "-", "x",
    ]
    private static let times = [
        "", " 1", " 1700000000000000000", " -5", "  99 ", " 9223372036854775807", " 1x", " 1 2",
    ]
    private static let ends = ["\n", "\n", "\n", "\r\n", "\n\n", "", "\r"]
    private static let shards = [
        "\"", "\\", ",", "=", " ", "\n", "\r", "\t", "\0", "\u{7F}", "#", "=\"", "\\\"", "\\\\",
        "\\ ", "\\=\"", " v=\"", "\n#", "i", "u", "e", "-", ".", "é", "0000000000000000000000",
    ]

    static func batch(_ random: inout SplitMix64) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0...6, using: &random) { bytes += line(&random).utf8 }
        for _ in 0..<[0, 0, 1, 1, 2, 8].randomElement(using: &random)! {
            spoil(&bytes, &random)
        }
        return bytes
    }

    /// Half of the time so short that lines do not fit.
    static func limit(_ random: inout SplitMix64) -> Int {
        Bool.random(using: &random) ? Limits.lineBytes : Int.random(in: 1...80, using: &random)
    }

    private static func line(_ random: inout SplitMix64) -> String {
        func name() -> String { names.randomElement(using: &random)! }
        if Int.random(in: 0..<12, using: &random) == 0 { return "# \(name())=\"\n" }
        var line = name()
        for _ in 0..<Int.random(in: 0...4, using: &random) { line += ",\(name())=\(name())" }
        line += " "
        for index in 0...Int.random(in: 0...3, using: &random) {
            line += (index > 0 ? "," : "") + name() + "=" + values.randomElement(using: &random)!
        }
        return line + times.randomElement(using: &random)! + ends.randomElement(using: &random)!
    }

    private static func spoil(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        let at = Int.random(in: 0...bytes.count, using: &random)
        let shard = Array(shards.randomElement(using: &random)!.utf8)
        let length = Int.random(in: 0...min(9, bytes.count - at), using: &random)
        switch Int.random(in: 0..<7, using: &random) {
        case 0: bytes.insert(contentsOf: shard, at: at)
        case 1: bytes.replaceSubrange(at..<at + length, with: shard)
        case 2: bytes.removeSubrange(at..<at + length)
        case 3: bytes.removeSubrange(at...)
        case 4: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
        case 5: bytes.insert(contentsOf: bytes[at..<at + length], at: at)
        default:
            guard at < bytes.count else { return }
            bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
    }
}
