import CCrypto

/// The tokens that are good, in a form in which comparing takes as long for one that is nearly
/// right as for one that is not: what is compared are HMACs under a key that nobody knows.
struct Keyring: Sendable {
    private struct Entry {
        var name: String
        var role: Role
        var code: [UInt8]
    }

    private let key: [UInt8]
    private let entries: [Entry]

    init(_ tokens: [AccessToken] = []) {
        var source = SystemRandomNumberGenerator()
        let key = (0..<32).map { _ in UInt8.random(in: 0...255, using: &source) }
        self.key = key
        entries = tokens.map { token in
            Entry(
                name: token.name, role: token.role,
                code: token.secret.withText { Signature.hmacSHA256(Array($0.utf8), key: key) })
        }
    }

    /// Whether nobody has to say who they are.
    var isEmpty: Bool { entries.isEmpty }

    /// Whose token is among these texts. All entries are looked at, whichever fits.
    func holder(of texts: [String]) -> (name: String, role: Role)? {
        var found: (String, Role)?
        for text in texts {
            let code = Signature.hmacSHA256(Array(text.utf8), key: key)
            for entry in entries where CRYPTO_memcmp(entry.code, code, code.count) == 0 {
                found = found ?? (entry.name, entry.role)
            }
        }
        return found
    }
}
