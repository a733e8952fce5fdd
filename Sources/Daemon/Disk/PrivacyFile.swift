import Foundation
import Host
import Model

/// The key of a state folder by which ids are hidden: made once, by chance, and kept, so that an id
/// has the same hash tomorrow.
struct PrivacyFile {
    static let name = "privacy.key"
    /// Random bytes in a new one.
    private static let length = 32

    private let folder: String

    init(folder: String) { self.folder = folder }

    func key() throws(DiskError) -> PrivacyKey {
        let path = folder + "/" + Self.name
        if let known = FileManager.default.contents(atPath: path), !known.isEmpty {
            return PrivacyKey(secret: Array(known))
        }
        guard
            !FileManager.default.fileExists(atPath: path)
                || FileManager.default.isReadableFile(atPath: path)
        else { throw DiskError(.other, "cannot read \(path), by which ids are hidden") }
        var source = SystemRandomNumberGenerator()
        let made = (0..<Self.length).map { _ in UInt8.random(in: 0...255, using: &source) }
        try WholeFile(Self.name, in: folder).write(made)
        return PrivacyKey(secret: made)
    }
}
