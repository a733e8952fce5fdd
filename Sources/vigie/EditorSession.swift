import ArgumentParser
import Daemon
import Editing
import Foundation
import Language
import Model
import Plans

struct EditorSession: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lsp",
        abstract: "Serves an editor: mistakes as you type, completion, hover, rename, format.",
        discussion: """
            Speaks the Language Server Protocol over standard input and output; an editor starts \
            it. All rules of the editor's folder are one program, or those that its option \
            `rules` lists.
            """)

    @Option(help: "A vigie.yaml, to check and offer its contacts.") var config: String?
    @Flag(help: "Taken and ignored: editors like to say it.") var stdio = false

    func run() throws {
        var contacts: [String]?
        if let config {
            do {
                let settings = try Settings.load(config, registry: builtins)
                contacts = settings.book.contacts.map(\.name)
            } catch { throw refuse(error) }
        }
        let disk = Desk.Disk(
            rules: { path in
                (try? RulesFolder([path])).map { Array($0.sources.prefix($0.ruleCount)) } ?? []
            },
            attachments: { RulesFolder.attachments(of: $0) })
        var server = LanguageServer(builtins, contacts: contacts, disk: disk)
        let status = converse(with: &server)
        if status != 0 { throw ExitCode(status) }
    }

    /// Reads until the editor says goodbye or is gone. The rules are checked once nothing more
    /// waits, so that fast typing is not checked letter by letter.
    private func converse(with server: inout LanguageServer) -> Int32 {
        var framing = Framing()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            while let message = framing.next() {
                for answer in server.take(message) { guard send(answer) else { return 1 } }
                if let status = server.exit { return status }
            }
            if !isWaiting() {
                for message in server.settle() { guard send(message) else { return 1 } }
            }
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            // Gone without a word: nobody is left to be told.
            guard count > 0 else { return 1 }
            framing.append(buffer[..<count])
        }
    }

    private func isWaiting() -> Bool {
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&input, 1, 0) > 0
    }

    private func send(_ message: JSON) -> Bool {
        let bytes = Framing.framed(message)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
