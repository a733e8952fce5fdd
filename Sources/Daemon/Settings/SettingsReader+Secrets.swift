import Model
import Yams

extension SettingsReader {
    mutating func secret(_ key: String, of section: Section) -> Secret? {
        guard let node = section[key], let name: String = value(key, of: section) else {
            return nil
        }
        return secret(named: name, at: node)
    }

    mutating func secret(named name: String, at node: Node) -> Secret? {
        do {
            return try shelf.secret(name)
        } catch {
            let (path, what) =
                switch error {
                case .unreadable(let path): (path, "cannot be read")
                case .empty(let path): (path, "is empty")
                case .tooLong(let path):
                    (path, "is longer than \(ByteSize(Limits.secretBytes))")
                case .notText(let path): (path, "is not UTF-8 text")
                }
            complain(
                at: node, "the secret file \(path) \(what)",
                help: "it holds the secret alone, and the user that runs vigie must be able to"
                    + " read it; or give it by `LoadCredential=` of systemd")
            return nil
        }
    }
}
