/// Who sends or receives a mail: `name@example.org`, or `Name <name@example.org>`.
struct Mailbox: Equatable {
    /// Without the name, as the envelope needs it.
    let address: String

    init?(_ text: some StringProtocol) {
        var address = text[...]
        if let open = text.lastIndex(of: "<") {
            guard text.last == ">" else { return nil }
            address = text[text.index(after: open)...].dropLast()
        }
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        let isAddress =
            parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && address.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"<>,;\"".utf8.contains($0) }
            && !text.contains(where: \.isNewline)
        guard isAddress else { return nil }
        self.address = String(address)
    }

    var domain: String { String(address.split(separator: "@").last ?? "") }

    /// The mailboxes of a list with commas between, each as it is written.
    static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { word in
            String(
                word.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
    }
}
