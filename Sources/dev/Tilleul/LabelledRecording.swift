import ArgumentParser
import Evaluation
import Foundation

/// Lines to be replayed, and where it is said what is in them.
struct LabelledRecording {
    enum Source {
        case file(String)
        /// What this prints.
        case program([String])
    }

    var name: String
    var source: Source
    var labels: String
    var hasArrival: Bool

    /// To be called when the lines were read: a generator writes it beside them.
    func sheet() throws -> LabelSheet {
        let text = try String(contentsOfFile: labels, encoding: .utf8)
        if case .program = source { try FileManager.default.removeItem(atPath: labels) }
        do throws(LabelSheet.BadLine) { return try LabelSheet(csv: text) } catch {
            throw ValidationError("\(labels):\(error.number): what is `\(error.text)`?")
        }
    }

    /// Whole lines, a few megabytes at a time.
    func forEachChunk(_ take: ([UInt8]) -> Void) throws {
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.standardOutput = pipe
        try process.run()
        var held: [UInt8] = []
        while let bytes = try pipe.fileHandleForReading.read(upToCount: 1 << 20), !bytes.isEmpty {
            held += bytes
            guard let end = held.lastIndex(of: UInt8(ascii: "\n")) else { continue }
            take(Array(held[...end]))
            held.removeSubrange(...end)
        }
        if !held.isEmpty { take(held) }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ValidationError("\(name): the lines ended with \(process.terminationStatus)")
        }
    }

    private var words: [String] {
        switch source {
        case .file(let path): path.hasSuffix(".gz") ? ["gzip", "-dc", path] : ["cat", path]
        case .program(let words): words
        }
    }
}
