import ArgumentParser
import Language

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explains an error code of `vigie check`, with an example.")

    @Argument(help: "A code, such as V300.") var code: String

    func run() throws {
        guard let text = explanation(of: code.uppercased()) else {
            throw refuse("no error is called `\(code)`; `vigie check` prints the codes in brackets")
        }
        print(text)
    }
}
