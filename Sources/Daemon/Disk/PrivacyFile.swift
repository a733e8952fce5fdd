import Host
import Model

/// The key of a state folder by which ids are hidden: made once, by chance, and kept, so that an id
/// has the same hash tomorrow.
struct PrivacyFile {
    static let name = "privacy.key"

    private let folder: String

    init(folder: String) { self.folder = folder }

    func key() throws(DiskError) -> PrivacyKey {
        PrivacyKey(secret: try KeyFile(Self.name, in: folder).bytes(by: "ids are hidden"))
    }
}
