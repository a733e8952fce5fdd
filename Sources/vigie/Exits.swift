import ArgumentParser
import Foundation

/// 0: fine. 1: findings. 2: wrong use or unreadable input.
extension ExitCode {
    static let findings = ExitCode(1)
    static let unusable = ExitCode(2)
}

/// Says on standard error why nothing was done, and ends with 2.
func refuse(_ reason: some CustomStringConvertible) -> ExitCode {
    complain("vigie: \(reason)")
    return .unusable
}

func complain(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}

/// Whether colour on this stream is for a person: a terminal, and no wish against it.
func wantsColor(_ stream: Int32) -> Bool {
    isatty(stream) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
}
