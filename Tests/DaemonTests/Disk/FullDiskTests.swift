import Glibc
import Host
import Testing

@testable import Daemon

/// A disk without room: writes are there as a whole or not at all.
@Suite struct FullDiskTests {
    @Test func theErrorSaysSo() throws {
        let folder = try ScratchFolder()
        symlink("/dev/full", folder.path + "/journal-000001.vj")
        var disk = try PosixDisk(folder: folder.path)
        let expected = DiskError(
            .noSpace, "cannot append to journal-000001.vj: No space left on device")
        #expect(throws: expected) { try disk.append("line", to: "journal-000001.vj") }
    }

    /// What goes wrong beside is met by whoever comes next, once.
    @Test func anErrorOfTheBackgroundIsNotLost() throws {
        let folder = try ScratchFolder()
        symlink("/dev/full", folder.path + "/journal")  // it cannot be synced
        var disk = try PosixDisk(folder: folder.path)
        try disk.sync("journal", wait: false)
        usleep(300_000)
        let expected = DiskError(.other, "cannot sync journal: Invalid argument")
        #expect(throws: expected) { try disk.append("line", to: "other") }
        try disk.append("line", to: "other")
    }

    /// On a file system of 64 KiB: what half fitted is taken back, and what came before is still
    /// there.
    @Test func halfAWriteIsTakenBack() throws {
        let folder = try ScratchFolder()
        guard mount("vigie", folder.path, "tmpfs", 0, "size=64k") == 0 else { return }
        defer { umount(folder.path) }
        var disk = try PosixDisk(folder: folder.path)
        let whole = String(repeating: "x", count: 40_000)

        try disk.append(whole, to: "journal")
        #expect(throws: DiskError.noSpace("append to journal")) {
            try disk.append([whole], to: "journal")
        }
        #expect(try disk.text("journal") == whole)

        #expect(throws: DiskError.noSpace("write checkpoint")) {
            try disk.replace("checkpoint", with: Array(whole.utf8))
        }
        #expect(try disk.list() == ["journal"])

        try disk.append("and it goes on", to: "journal")
        try disk.sync("journal", wait: true)
        #expect(try disk.text("journal") == whole + "and it goes on")
    }
}

extension DiskError {
    fileprivate static func noSpace(_ action: String) -> DiskError {
        DiskError(.noSpace, "cannot \(action): No space left on device")
    }
}
