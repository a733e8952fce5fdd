/// What a broken Vigie, or a broken disk below it, would do: for each promise something that
/// breaks it, to see that it is noticed. No checker may be one that cannot fail.
public enum Sabotage: String, Codable, CaseIterable, Sendable {
    /// The last event of a killed process is gone.
    case forgets
    /// A record was changed, and its checksum fits.
    case believesDamage
    /// An alert steps, and it is not said.
    case keepsQuiet
    /// A message goes out under two ids.
    case tellsTwice
    /// A message is noted as delivered and never was.
    case tellsNobody
    /// A step is made once more, for a time that was judged.
    case judgesAgain
    /// The limit of series is another than the settings say.
    case knowsNoLimit
    /// Something depends on the order of a set.
    case leaksOrder

    /// The promise that catches it.
    public var breaks: Promise {
        switch self {
        case .forgets, .believesDamage: .restartIsInvisible
        case .keepsQuiet: .replayIsLive
        case .tellsTwice, .tellsNobody: .toldOnceToldAtAll
        case .judgesAgain: .timeDoesNotRunBack
        case .knowsNoLimit: .limitsHold
        case .leaksOrder: .unseed
        }
    }
}

extension MemoryDisk {
    /// Takes the last event of the newest journal away, without a trace.
    mutating func forgetLastEvent() {
        guard let name = files.keys.filter({ !Folder.isCheckpoint($0) }).max(),
            let bytes = self[name], let last = Folder.frames(of: bytes).last
        else { return }
        self[name] = Array(bytes[..<last.range.lowerBound])
    }

    /// Changes a record of the newest journal, and its checksum with it.
    mutating func forgeLines() {
        guard let name = files.keys.filter({ !Folder.isCheckpoint($0) }).max(),
            var bytes = self[name]
        else { return }
        let wait = Array("wait=".utf8)
        for frame in Folder.frames(of: bytes) {
            let record = bytes[frame.range]
            let places = record.indices.dropLast(wait.count).filter {
                record[$0..<($0 + wait.count)].elementsEqual(wait)
                    && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(record[$0 + wait.count])
            }
            for place in places { bytes[place + wait.count] ^= 1 }
            let sum = castagnoli(bytes[(frame.range.lowerBound + 8)..<frame.range.upperBound])
            for byte in 0..<4 {
                bytes[frame.range.lowerBound + 4 + byte] = UInt8(
                    truncatingIfNeeded: sum >> UInt32(8 * byte))
            }
        }
        self[name] = bytes
    }
}

/// CRC32C, bit by bit: another hand than the one that reads.
private func castagnoli(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
        sum ^= UInt32(byte)
        for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0x82F6_3B78 : sum >> 1 }
    }
    return ~sum
}
