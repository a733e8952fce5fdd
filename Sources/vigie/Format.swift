import ArgumentParser
import Daemon
import Foundation
import Language

struct Format: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt",
        abstract: "Lays rules out the way all rules are laid out; what they mean stays.",
        discussion: """
            A file that cannot be read as rules is left as it is. Ends with 1 if there was such a \
            file, or, with --check, one that would change.
            """)

    @Argument(help: "Rule files, or folders of them; `-` reads standard input.")
    var rules: [String]
    @Flag(help: "Changes no file, but shows what would be changed.") var check = false

    func run() throws {
        if rules == ["-"] { return try formatInput() }
        var isWell = true
        for path in rules {
            let files: [String]
            do { files = try RulesFolder.files(at: path) } catch { throw refuse(error) }
            for file in files { isWell = try format(file: file) && isWell }
        }
        if !isWell { throw ExitCode.findings }
    }

    /// What cannot be laid out goes through as it came, so that an editor loses nothing.
    private func formatInput() throws {
        let bytes = FileHandle.standardInput.readDataToEndOfFile()
        guard let text = String(validating: bytes, as: UTF8.self) else {
            FileHandle.standardOutput.write(bytes)
            throw refuse("standard input is no text in UTF-8")
        }
        let source = SourceText(path: "<stdin>", text: text)
        let formatted = formatted(source)
        if check { show(source, formatted) } else { print(formatted ?? text, terminator: "") }
        if formatted == nil || (check && formatted != text) { throw ExitCode.findings }
    }

    /// Whether there is nothing to say of the file.
    private func format(file: String) throws -> Bool {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw refuse("cannot read \(file): \(String(cString: strerror(errno)))")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            complain("\(file): left as it is, for it is no text in UTF-8")
            return false
        }
        let source = SourceText(path: file, text: text)
        guard let formatted = formatted(source) else { return false }
        if formatted == text { return true }
        if check {
            show(source, formatted)
            return false
        }
        do { try replace(file, with: Array(formatted.utf8)) } catch {
            throw refuse("cannot write \(file): \(error)")
        }
        print("\(file): laid out")
        return true
    }

    /// nil: left as it is, and that was said.
    private func formatted(_ source: SourceText) -> String? {
        switch Language.format(source) {
        case .text(let text): return text
        case .left(let reason):
            complain("\(reason.sentence(in: source))\n\(source.path): left as it is")
            return nil
        }
    }

    private func show(_ source: SourceText, _ formatted: String?) {
        guard let formatted, formatted != source.text else { return }
        print("\(source.path): would be laid out")
        for change in changes(from: source.text, to: formatted) {
            print("@ line \(change.line)")
            for line in change.old { print("-\(line)") }
            for line in change.new { print("+\(line)") }
        }
    }
}

/// Writes aside, syncs and renames: whoever reads the file sees the old one or the new one. A link
/// stays a link, and who may read the file may read the new one.
private func replace(_ file: String, with bytes: [UInt8]) throws {
    let target = URL(filePath: file).resolvingSymlinksInPath().path
    let aside = "\(target).\(getpid()).new"
    let attributes = try FileManager.default.attributesOfItem(atPath: target)
    let mode = mode_t((attributes[.posixPermissions] as? NSNumber)?.uint16Value ?? 0o600)
    let descriptor = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw POSIXError.last }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
        try handle.write(contentsOf: Data(bytes))
        try handle.synchronize()
        guard fchmod(descriptor, mode) == 0, rename(aside, target) == 0 else {
            throw POSIXError.last
        }
    } catch {
        unlink(aside)
        throw error
    }
}

extension POSIXError {
    fileprivate static var last: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
