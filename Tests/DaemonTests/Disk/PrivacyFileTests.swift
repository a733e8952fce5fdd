import Foundation
import Model
import Testing

@testable import Daemon

/// The key by which ids are hidden: the same for as long as the folder is, and another in another.
@Suite struct PrivacyFileTests {
    @Test func isMadeOnceForAFolder() throws {
        let (one, other) = (try ScratchFolder(), try ScratchFolder())
        let first = try PrivacyFile(folder: one.path).key()
        #expect(try PrivacyFile(folder: one.path).key() == first)
        #expect(try PrivacyFile(folder: other.path).key() != first)
        #expect(first != .open)
    }

    @Test func nobodyElseMayReadIt() throws {
        let folder = try ScratchFolder()
        _ = try PrivacyFile(folder: folder.path).key()
        let path = folder.path + "/" + PrivacyFile.name
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }
}
