import Foundation
import Model

/// A text that is used and never shown: printing, logging and dumping it give `(secret)`.
public struct Secret: Hashable, Sendable {
    private let text: String

    public init(_ text: String) { self.text = text }

    /// The one way to the text. For the wire, and for nothing that people read.
    func withText<Result>(_ body: (String) -> Result) -> Result { body(text) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "(secret)" }
    public var debugDescription: String { "(secret)" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Where secret files are looked for.
///
/// An absolute name is itself. Any other is one of systemd's credentials if there is one of that
/// name, and else a file beside the settings.
struct SecretShelf: Sendable {
    var folder: String
    /// `$CREDENTIALS_DIRECTORY`.
    var credentials: String?

    /// The file's text without the newline at its end.
    func secret(_ name: String) throws(SecretFault) -> Secret {
        let path = path(name)
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw .unreadable(path)
        }
        guard bytes.count <= Limits.secretBytes else { throw .tooLong(path) }
        guard var text = String(bytes: bytes, encoding: .utf8) else { throw .notText(path) }
        while text.last?.isNewline == true { text.removeLast() }
        guard !text.isEmpty else { throw .empty(path) }
        return Secret(text)
    }

    /// Where a file of that name lies.
    func path(_ name: String) -> String {
        if let credentials, !name.hasPrefix("/") {
            let credential = credentials + "/" + name
            if FileManager.default.fileExists(atPath: credential) { return credential }
        }
        return resolved(name, in: folder)
    }
}

/// Why a secret file gave no secret, and which file it was.
enum SecretFault: Error, Equatable {
    case unreadable(String)
    case empty(String)
    case tooLong(String)
    case notText(String)
}

/// A path as seen from a folder.
func resolved(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") || folder.isEmpty ? path : folder + "/" + path
}
